# What chats read, in Persian.

start =
    سلام! من مطلب‌های تازهٔ هر سایتی را همین که منتشر شوند به این گفتگو می‌آورم.

    نشانی یک سایت یا خوراک را بفرستید یا دکمه‌ای را بزنید. کارهای دیگرم در ‎/help آمده است.
added-to-group =
    سلام! من مطلب‌های تازهٔ سایت‌ها و خوراک‌ها را به این گروه می‌آورم.

    یک مدیر می‌تواند با ‎/subscribe@{ $username }‎ و یک نشانی آغاز کند. در گروه‌های دارای موضوع، مطلب‌ها به همان موضوعی می‌آیند که در آن مشترک شده‌اید.
start-channel =
    سلام! من مطلب‌های تازهٔ سایت‌ها و خوراک‌ها را به این کانال می‌آورم.

    با ‎/subscribe و یک نشانی به صورت مطلبی در همین‌جا آغاز کنید؛ یا ‎/channel را در گفتگوی خصوصی با من بفرستید و کانال را از آنجا بگردانید.
help =
    من سایت‌ها و خوراک‌ها (RSS، Atom، JSON Feed) را در گفتگوی خصوصی، گروه، کانال و موضوع دنبال می‌کنم. مطلب‌ها به همان جایی می‌آیند که مشترک شده‌اید.
help-more =
    در گفتگوی خصوصی، نشانی به‌تنهایی بس است، چند نشانی با هم نیز می‌شود. در کانال، فرمان‌ها را همان‌جا بفرستید یا کانال را اینجا با ‎/channel برگزینید.
    صافی چند واژه است با کاما میانشان: یکی از آن‌ها باید باشد و واژه‌های با ! نباید باشند.
choose-command = چه کنم؟
unknown-command = این فرمان را نمی‌شناسم. فرمان‌ها در ‎/help آمده‌اند.
unknown-text = نشانی سایت یا خوراکی را بفرستید تا دنبالش کنم، یا برگزینید:
went-wrong = چیزی در کار من درست پیش نرفت و آن را یادداشت کردم. کمی بعد دوباره بیازمایید.
too-often = در یک دقیقه زیاد شد. کمی درنگ کنید و دوباره بفرستید.
cancelled = لغو شد.
nothing-to-cancel = چیزی برای لغو کردن نیست.
nothing-to-close = اینجا منویی برای بستن نیست.
only-in-private = این کار در گفتگوی خصوصی با من انجام می‌شود.
not-on-the-list = این ربات تنها برای دعوت‌شدگان است. اگر گرداننده‌اش را می‌شناسید، این شماره را به او بدهید: { $id }

# Who may do what.
admins-only = تنها مدیران می‌توانند آنچه را به این گفتگو می‌آید تغییر دهند.
not-your-chat = برای گرداندن { $title } از اینجا، من و شما هر دو باید آنجا مدیر باشیم. ‎/channel off به همین گفتگو برمی‌گردد.
rights-unknown = تلگرام نگفت که شما مدیرید یا نه. دوباره بیازمایید.

# Following and leaving.
ask-reply = با پاسخ دادن به همین پیام جواب بدهید.
ask-url =
    کدام سایت یا خوراک؟ نشانی‌اش را بفرستید.
    ‎/cancel آن را لغو می‌کند.
invalid-url = این به نشانی وب نمی‌ماند: { $url }
too-many-urls = یکباره زیاد است: در هر پیام دست بالا { $most } نشانی.
looking = دارم { $url } را نگاه می‌کنم …
subscribed = { $initial ->
    [0] مشترک { $title } شدید. مطلب‌های تازه به { $chat ->
        [0] اینجا
       *[other] { $chat }
    } می‌آیند.
    [one] مشترک { $title } شدید. { $chat ->
        [0] این تازه‌ترین مطلب آن است
       *[other] تازه‌ترین مطلب آن به { $chat } می‌رود
    }؛ تازه‌ها در پی می‌آیند.
   *[other] مشترک { $title } شدید. { $chat ->
        [0] این { $initial } مطلب تازهٔ آن است
       *[other] { $initial } مطلب تازهٔ آن به { $chat } می‌رود
    }؛ تازه‌ها در پی می‌آیند.
}
choose-feed = { $host } چند خوراک دارد. کدام یک؟
not-followed = { $reason }
    اشتراکی انجام نشد.
already-subscribed = { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} همین حالا هم { $title } را دنبال می‌کند.
subscription-limit = { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} می‌تواند { $limit ->
    [one] { $limit } خوراک
   *[other] { $limit } خوراک
} را دنبال کند و همین اندازه هم دارد. با ‎/list_subscriptions یکی را برای کنار گذاشتن برگزینید.
subscribe-cancelled = لغو شد: { $url } دنبال نمی‌شود.
unsubscribed = اشتراک { $title } پایان یافت.
undone = { $title } دوباره دنبال می‌شود.
undo-too-late = خیلی گذشته است. لطفاً دوباره مشترک شوید.
not-subscribed = { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} نشانی { $url } را دنبال نمی‌کند. ‎/list_subscriptions نشان می‌دهد چه را دنبال می‌کند.
no-subscriptions = { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} هنوز چیزی را دنبال نمی‌کند. ‎/subscribe را با نشانی سایت یا خوراک بفرستید.
subscriptions = { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} { $count ->
    [one] { $count } خوراک
   *[other] { $count } خوراک
} را دنبال می‌کند:
choose-subscription = کدام یک؟
no-items = این خوراک هنوز مطلبی ندارد.
feed-mark-failing = ⚠️
feed-mark-gone = 🚫
feed-mark-paused = ⏸

# Told once to those who read a feed.
feed-failing =
    ⚠️ یک هفته است که { $title } خوانده نمی‌شود. { $reason }
    همچنان می‌کوشم و بازگشتش را خبر می‌دهم.
feed-recovered = ✅ { $title } دوباره خوانده می‌شود.
feed-gone =
    🚫 { $title } برای همیشه رفته است: { $reason }
    دیگر از آن نمی‌پرسم. هرچه برایش تنظیم کرده‌اید نگه داشته شده است.
topic-closed =
    ⏸ موضوع { $topic } بسته شده است، پس اشتراک‌هایش موقتاً متوقف‌اند. با باز شدن آن از همان‌جا ادامه می‌یابند.
topic-missing =
    ⏸ موضوع { $topic } دیگر نیست، پس اشتراک‌هایش موقتاً متوقف‌اند. /list_subscriptions نشانشان می‌دهد و به موضوعی دیگر می‌برد.
general-closed = ⏸ موضوع عمومی { $title } بسته شده است، پس اشتراک‌هایش موقتاً متوقف‌اند. با باز شدن آن از همان‌جا ادامه می‌یابند.
chat-paused = ⏸ { $reason ->
    [no-rights] اجازهٔ نوشتن در { $title } را ندارم. این اجازه را بدهید تا از همان‌جا ادامه دهم.
   *[other] دیگر در { $title } نیستم. دوباره مرا بیفزایید تا از همان‌جا ادامه دهم.
}

# A subscription's card.
card-active = ✅ همه چیز خوب است.
card-failing = ⚠️ اکنون نمی‌توان آن را خواند. { $reason }
card-gone = 🚫 برای همیشه رفته است. { $reason }
card-paused = ⏸ { $reason ->
    [person] ایستاده است.
    [topic-closed] ایستاده است، چون موضوعش بسته است.
    [topic-missing] ایستاده است، چون موضوعش دیگر نیست. اگر به موضوعی دیگر برده شود ادامه می‌یابد.
   *[other] ایستاده است، چون پیام‌ها نمی‌رسید.
}
card-last-check = آخرین وارسی درست: { $time }
card-next-check = { $minutes ->
    [one] وارسی بعدی: { $time }، سپس نزدیک هر { $minutes } دقیقه
   *[other] وارسی بعدی: { $time }، سپس نزدیک هر { $minutes } دقیقه
}
card-topic = موضوع: { $topic }
card-filter = صافی: { $filter }
card-template = الگو دارد.
paused = { $title } ایستاد.
resumed = { $passed ->
    [0] { $title } ادامه می‌یابد.
    [one] { $title } ادامه می‌یابد. در این میان { $passed } مطلب آمد و از آن گذشتیم: ‎/latest نشانش می‌دهد.
   *[other] { $title } ادامه می‌یابد. در این میان { $passed } مطلب آمد و از آن‌ها گذشتیم: ‎/latest نشانشان می‌دهد.
}
chat-resumed = { $expired ->
    [0] دوباره اینجا هستم. آنچه در این میان آمده در راه است.
    [one] دوباره اینجا هستم. { $expired } مطلب بیش از اندازه در انتظار ماند و از آن گذشتیم: ‎/latest نشانش می‌دهد.
   *[other] دوباره اینجا هستم. { $expired } مطلب بیش از اندازه در انتظار ماند و از آن‌ها گذشتیم: ‎/latest نشانشان می‌دهد.
}
moved = جابه‌جا شد.
choose-topic = مطلب‌های { $title } به کجا بیایند؟
topic-none = بی موضوع
ask-title =
    { $title } { $chat ->
        [0] اینجا
       *[other] در { $chat }
    } چه نامیده شود؟ نامی بفرستید، یا - برای نام خودش.
    ‎/cancel آن را لغو می‌کند.
title-bad = این نام را نمی‌توان نشان داد.
menu-old = این منو کهنه بود.
menu-renewed = این منو کهنه بود. اکنون وضع چنین است.

# Settings of a chat.
settings-heading = تنظیم‌ها برای همه چیز در { $chat ->
    [0] این گفتگو
   *[other] { $chat }
}
all-feeds = { $chat ->
    [0] همهٔ خوراک‌ها
   *[other] همهٔ خوراک‌های { $chat }
}
settings-language = زبان: { $language }
settings-time-zone = منطقهٔ زمانی: { $timeZone }
settings-no-filter = صافی برای همهٔ گفتگو نیست.
settings-no-template = الگو برای همهٔ گفتگو نیست.
option-mode = { $value ->
    [full] متن: کامل
    [title] متن: تنها عنوان
    [template] متن: الگو
   *[auto] متن: آغاز
}
option-media = { $value ->
    [off] رسانه: بدون
    [only] رسانه: تنها
   *[on] رسانه: با متن
}
option-preview = { $value ->
    [off] پیش‌نمای پیوند: خاموش
    [small] پیش‌نمای پیوند: کوچک
    [large] پیش‌نمای پیوند: بزرگ
    [above] پیش‌نمای پیوند: بالا
   *[on] پیش‌نمای پیوند: روشن
}
option-silent = { $value ->
    [on] صدا: خاموش
   *[off] صدا: روشن
}
option-source = { $value ->
    [off] منبع: خاموش
   *[on] منبع: روشن
}
option-author = { $value ->
    [on] نویسنده: روشن
   *[off] نویسنده: خاموش
}
option-date = { $value ->
    [on] تاریخ: روشن
   *[off] تاریخ: خاموش
}
option-hashtags = { $value ->
    [on] هشتگ: از دسته‌ها
   *[off] هشتگ: خاموش
}
option-digest = { $value ->
    [off] فشرده: خاموش
   *[on] فشرده: روشن
}
more-heading = آنچه زیر پیام‌های { $title } می‌آید، و فشرده‌ها
more-template = پیام‌ها از الگو پیروی می‌کنند؛ آنچه در پایین می‌آید را خود الگو می‌گوید.
more-digest = فشرده: اگر بیش از ده مطلب یک خوراک در انتظار باشد، به جای یک‌به‌یک در یک فهرست می‌آید.
previews-are-on = پیش‌نمای پیوندها در { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} روشن است.
previews-are-off = پیش‌نمای پیوندها در { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} خاموش است.
previews-now-on = پیش‌نمای پیوندها در { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} اکنون روشن است.
previews-now-off = پیش‌نمای پیوندها در { $chat ->
    [0] این گفتگو
   *[other] { $chat }
} اکنون خاموش است.
choose-language = کدام زبان؟
language-set = از این پس { $chat ->
    [0] اینجا
   *[other] در { $chat }
} فارسی می‌گویم.
language-unknown = این زبان را هنوز نمی‌دانم. زبان‌ها: { $languages }

# Time zones.
ask-time-zone =
    کدام منطقهٔ زمانی؟ یک شهر، نامی مانند Europe/Berlin، اختلافی مانند ‎+05:45 یا دقیقه‌ای مانند 345 بفرستید، یا مکان خود را هم‌رسانی کنید. اکنون { $chat ->
        [0] منطقهٔ زمانی
       *[other] منطقهٔ زمانی { $chat }
    } { $timeZone } است.
    ‎/cancel آن را لغو می‌کند.
time-zone-set = { $chat ->
    [0] منطقهٔ زمانی
   *[other] منطقهٔ زمانی { $chat }
} اکنون { $timeZone } است. آنجا { $time } است.
time-zone-is = { $chat ->
    [0] منطقهٔ زمانی
   *[other] منطقهٔ زمانی { $chat }
} { $timeZone } است. آنجا { $time } است.
time-zone-unknown = منطقه‌ای به این نام نمی‌شناسم، و اختلاف از ‎-12:00 تا ‎+14:00 است. شهر بزرگی در نزدیکی خود را با نویسه‌های لاتین بیازمایید، یا مکان خود را هم‌رسانی کنید.

# Filters.
ask-filter =
    کدام واژه‌ها؟ میانشان کاما بگذارید:
    { $example }
    مطلب می‌آید اگر یکی از آن‌ها باشد و هیچ‌یک از واژه‌های با ! نباشد. ‎/cancel آن را لغو می‌کند.
filter-example = rust, "نسخهٔ تازه", !crypto, title:linux, /v\d+/
filter-heading = صافی { $title }
filter-updated = صافی به‌روز شد.
filter-removed = صافی برداشته شد.
filter-none = اینجا صافی نیست.
filter-how = صافی می‌گوید کدام مطلب‌ها بیایند: { $example }
filter-dry-run = { $total ->
    [0] هنوز مطلبی نیست که بر آن آزموده شود.
    [one] از { $total } مطلب آخر، { $passing } می‌آمد:
   *[other] از { $total } مطلب آخر، { $passing } می‌آمد:
}
filter-nothing-unwanted = چیز ناخواسته‌ای نیست
filter-nothing-wanted = هیچ‌یک از واژه‌ها نیست
filter-empty = صافی نمی‌تواند تهی باشد.
filter-empty-clause = یک بخش صافی تهی است: { $clause }
filter-too-many-clauses = صافی دست بالا { $limit ->
    [one] { $limit } بخش
   *[other] { $limit } بخش
} می‌تواند داشته باشد. این یکی بیش از آن است: { $clause }
filter-clause-too-long = هر بخش صافی می‌تواند { $limit } نویسه باشد. این درازتر است: { $clause }
filter-unclosed-quote = گیومه بسته نشده است: { $clause }
filter-unclosed-pattern = عبارت در پایان ممیز ندارد: { $clause }
filter-text-after-quote = پس از گیومه کاما بگذارید: { $clause }
filter-unknown-flags = عبارت تنها می‌تواند به i، s یا m پایان یابد: { $clause }
filter-bad-pattern = این عبارت خوانده نمی‌شود: { $clause }
filter-pattern-too-large = این عبارت بیش از اندازه پیچیده است: { $clause }

# Templates.
ask-template =
    الگو را بفرستید، برای نمونه:
    {"{{"}bold bot_item_name{"}}"} {"{{"}create_link "بخوانید" bot_item_link{"}}"}
    فیلدها: bot_feed_name, bot_feed_link, bot_item_name, bot_item_link, bot_item_description, bot_item_content, bot_item_author, bot_item_categories, bot_item_image, bot_date.
    تابع‌ها: bold, italic, create_link, substring, date؛ و نیز if, unless, each.
    ‎/cancel آن را لغو می‌کند.
template-heading = الگوی { $title }
template-preview = مطلب‌های { $title } چنین خواهند بود. نگه داریم؟
template-kept = الگو به‌روز شد.
template-kept-unseen = الگو به‌روز شد. هنوز مطلبی نیست که بر آن نشان داده شود.
template-discarded = همه چیز همان که بود می‌ماند.
template-removed = الگو برداشته شد.
template-none = اینجا الگو نیست.
template-how = الگو می‌گوید مطلب‌ها چگونه باشند، با فیلدهایی مانند {"{{"}bot_item_name{"}}"} و {"{{"}bot_item_link{"}}"}.
template-empty = الگو نمی‌تواند تهی باشد.
template-too-long = این الگو بیش از اندازه دراز است: دست بالا { $limit } نویسه.
template-too-deep = خط { $line }: بلوک‌های تودرتو بیش از اندازه‌اند.
template-syntax = خط { $line } خوانده نمی‌شود: { $what }
template-unknown-field = خط { $line }: فیلدی به نام { $what } نیست.
template-unknown-helper = خط { $line }: تابعی به نام { $what } نیست.
template-wrong-parameters = خط { $line }: { $what } پارامترهای دیگری می‌خواهد.
template-forbidden-path = خط { $line }: { $what } را اینجا نمی‌توان به کار برد.
template-partial = خط { $line }: الگوها را نمی‌توان درون هم گذاشت.
template-decorator = خط { $line }: دکوراتور را نمی‌توان به کار برد.
template-unsupported = خط { $line }: { $what } را در الگو نمی‌توان به کار برد.

# Channels managed from a private chat.
ask-channel =
    کدام کانال؟ نام @ آن را بفرستید، مطلبی از آن را بازفرستید، یا در پایین برگزینید. هر دو باید آنجا مدیر باشیم.
    ‎/cancel آن را لغو می‌کند.
channel-chosen = از این پس آنچه اینجا می‌فرستید دربارهٔ { $title } است، تا ‎/channel off.
channel-unknown = این کانال را نمی‌شناسم. نخست مرا آنجا مدیر کنید.
channel-left = آنچه اینجا می‌فرستید دوباره دربارهٔ همین گفتگو است.

button-list = 📋 اشتراک‌ها
button-subscribe = ➕ اشتراک تازه
button-settings = ⚙️ تنظیم‌ها
button-help = ❔ راهنما
button-close = ✖ بستن
button-back = ◀ بازگشت
button-card = ⚙️ تنظیم‌های این خوراک
button-more = ⋯ تنظیم‌های بیشتر
button-pause = ⏸ ایست
button-resume = ▶️ ادامه
button-latest = 🗞 تازه‌ترین‌ها
button-preview = 👁 نمونه
button-filter = 🔎 صافی
button-template = 🖋 الگو
button-title = 🏷 نام
button-topic = 💬 موضوع
button-unsubscribe = 🗑 پایان اشتراک
button-undo = ↩️ برگرداندن
button-set = ✏️ گذاشتن
button-change = ✏️ تغییر
button-remove = 🗑 برداشتن
button-keep = ✅ نگه‌دار
button-discard = ✖ نه
button-send = ✉️ بفرست
button-language = 🌐 زبان
button-time-zone = 🕰 منطقهٔ زمانی
button-pick-channel = گزینش کانال

read-on = ادامه

# For the operator.
operator-usage = این‌گونه: { $usage }
operator-chats = { $kind ->
    [private] خصوصی { $count }
    [group] گروه { $count }
    [supergroup] ابرگروه { $count }
   *[channel] کانال { $count }
}
operator-feeds = { $kind ->
    [active] سالم { $count }
    [failing] ناکام { $count }
    [gone] رفته { $count }
   *[moved] جابه‌جاشده { $count }
}
ask-operator =
    پس از { $command } چه بیاید؟ بفرستید: { $usage }
    ‎/cancel آن را لغو می‌کند.
operator-info =
    گفتگوهای دنبال‌کننده: { $chats } (ایستاده: { $pausedChats })
    خوراک‌ها: { $feeds }
    اشتراک‌ها: { $subscriptions }
    کارها: { $waitingJobs } در انتظار، { $failedJobs } ناکام
    بودجهٔ فرستادن: { $tokens } آزاد، آهنگ { $slowdown }
    دیرکرد: خوراک‌ها { $feedLagSeconds } ثانیه، گفتگوها { $chatLagSeconds } ثانیه
broadcast = { $text }
ask-broadcast =
    همهٔ گفتگوها چه بخوانند؟ متن را بفرستید. نخست آن را به شما نشان می‌دهم و هنگامی که بگویید می‌فرستم.
    ‎/cancel آن را لغو می‌کند.
broadcast-dry-run = { $chats ->
    [one] این به { $chats } گفتگو می‌رود. بفرستم؟
   *[other] این به { $chats } گفتگو می‌رود. بفرستم؟
}
broadcast-queued = { $chats ->
    [one] در راه { $chats } گفتگو است.
   *[other] در راه { $chats } گفتگو است.
}
broadcast-dropped = فرستاده نشد.
operator-banned = به { $id } دیگر پاسخ داده نمی‌شود.
operator-unbanned = { $id } از فهرست برداشته شد.
operator-allowed = { $id } در فهرست کسانی است که پاسخ می‌گیرند.
operator-list-on = اکنون تنها به کسان فهرست پاسخ داده می‌شود. ‎/allow به آن می‌افزاید.
operator-list-off = اکنون به همه پاسخ داده می‌شود.
operator-limit-set = { $id } اکنون می‌تواند { $limit ->
    [one] { $limit } خوراک
   *[other] { $limit } خوراک
} را دنبال کند.
operator-members-on = اکنون همهٔ اعضای { $id } می‌توانند تغییر دهند.
operator-members-off = اکنون تنها مدیران { $id } می‌توانند تغییر دهند.
operator-no-chat = گفتگویی با شمارهٔ { $id } نمی‌شناسم.
operator-no-feed = خوراکی با این نشانی شناخته نیست.
content-field-unknown = فیلدی به نام { $field } نیست. فیلدها: { $fields }
content-fields-set = مطلب‌های آن خوراک با این‌ها از هم شناخته می‌شوند: { $fields }

# What is wrong with a feed. Hosts may be named, addresses never.
fault-invalid-url = این نشانی‌ای نیست که بتوان از آن پرسید.
fault-scheme = تنها نشانی‌های http و https خوانده می‌شوند.
fault-port = درگاه { NUMBER($port, useGrouping: 0) } در { $host } از آن‌هایی نیست که خوراک از آن‌ها خوانده شود.
fault-unreachable = به { $host } دسترسی نبود.
fault-too-many-redirects = { $host } بیش از { $maxRedirects } بار ما را به جای دیگر فرستاد.
fault-too-large = آنچه { $host } فرستاد بیش از اندازه بزرگ است.
fault-encoding = { $host } پاسخش را چنان فشرده بود که بازکردنش ایمن نیست.
fault-content-type = { $host } چیزی فرستاد که خوراک نیست.
fault-dns = سایتی به نام { $host } نیست، یا نامش پیدا نشد.
fault-connect = { $host } اتصال نمی‌پذیرد.
fault-tls = گواهی { $host } معتبر نیست.
fault-timeout = { $host } بسیار دیر پاسخ داد.
fault-closed = { $host } پاسخش را ناتمام گذاشت.
fault-malformed = { $host } پاسخی داد که معنایی ندارد.
fault-broken-body = { $host } پاسخ خرابی فرستاد.
fault-status = { $host } با خطا پاسخ داد ({ $status }).
fault-throttled = { $host } اکنون نمی‌خواهد از او پرسیده شود ({ $status }).
fault-gone = { $host } می‌گوید این خوراک برای همیشه رفته است.
fault-not-a-feed = { $what ->
    [html] { $host } صفحهٔ وب فرستاد، نه خوراک.
    [empty] { $host } صفحه‌ای تهی فرستاد.
   *[other] آنچه { $host } فرستاد خوراک نیست.
}

# What became of items, see the log of deliveries. $time: a date with its time; $reason: the filter's part, or Telegram's words.
why-heading = سرنوشت تازه‌ترین مطلب‌های { $title }:
why-nothing = در ۳۰ روز گذشته سرنوشت هیچ مطلبی از { $title } روشن نشده است.
why-sent = فرستاده شد، { $time }
why-merged = در یک فشرده آمد، { $time }
why-filtered = از صافی { $reason } نگذشت، { $time }
why-parked = فرستاده نشد، { $time }: { $reason }
why-expired = بیش از اندازه در انتظار ماند، تا { $time }

# The commands menu, and the help.
menu-start = سلام
menu-help = چه کارهایی از من برمی‌آید
menu-help_command = یک فرمان چه می‌کند
menu-commands = پرکاربردترین‌ها با دکمه
menu-subscribe = دنبال کردن سایت یا خوراک
menu-unsubscribe = پایان دادن به یک اشتراک
menu-list_subscriptions = این گفتگو چه را دنبال می‌کند
menu-feed_keyboard = یک اشتراک با همهٔ تنظیم‌هایش
menu-pause = ایست دادن به یک خوراک
menu-resume = ادامهٔ خوراکی که ایستاده است
menu-latest = تازه‌ترین مطلب‌های یک خوراک
menu-why = سرنوشت مطلب‌های یک خوراک
menu-set_filter = کدام مطلب‌های یک خوراک بیایند
menu-get_filter = نمایش صافی یک خوراک
menu-remove_filter = برداشتن صافی یک خوراک
menu-set_global_filter = کدام مطلب‌ها بیایند، برای همهٔ خوراک‌ها
menu-get_global_filter = نمایش صافی همهٔ خوراک‌ها
menu-remove_global_filter = برداشتن صافی همهٔ خوراک‌ها
menu-set_template = مطلب‌های یک خوراک چگونه باشند
menu-get_template = نمایش الگوی یک خوراک
menu-remove_template = برداشتن الگوی یک خوراک
menu-set_global_template = مطلب‌ها چگونه باشند، برای همهٔ خوراک‌ها
menu-get_global_template = نمایش الگوی همهٔ خوراک‌ها
menu-remove_global_template = برداشتن الگوی همهٔ خوراک‌ها
menu-settings = تنظیم‌های همه چیز در این گفتگو
menu-language = گزینش زبان
menu-get_preview_enabled = پیوندها پیش‌نما دارند یا نه
menu-toggle_preview_enabled = روشن یا خاموش کردن پیش‌نمای پیوندها
menu-set_timezone = گذاشتن منطقهٔ زمانی
menu-get_timezone = نمایش منطقهٔ زمانی و ساعت آنجا
menu-channel = گرداندن یک کانال از اینجا
menu-cancel = لغو آنچه پرسیدم
menu-close = بستن منو
menu-info = حال ربات
menu-set_content_fields = مطلب‌های یک خوراک با چه شناخته شوند
menu-ban = پاسخ ندادن به یک کس یا گفتگو
menu-unban = برداشتن کس یا گفتگو از فهرست
menu-allow = افزودن کس یا گفتگو به فهرست پاسخ‌گیرندگان
menu-allow_list = پاسخ تنها به کسان فهرست
menu-broadcast = فرستادن متنی به همهٔ گفتگوها
menu-limit = هر گفتگو چند خوراک دنبال کند
menu-members_may_change = همهٔ اعضای گروه بتوانند تغییر دهند
