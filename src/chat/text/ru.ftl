# What chats read, in Russian.

start =
    Здравствуйте! Я приношу в этот чат новые записи любых сайтов, как только они появляются.

    Пришлите адрес сайта или ленты или нажмите кнопку. Что я ещё умею, расскажет /help.
added-to-group =
    Здравствуйте! Я приношу в эту группу новые записи сайтов и лент.

    Администратор может начать с команды /subscribe@{ $username } и адреса. В группе с темами записи приходят в ту тему, где оформлена подписка.
start-channel =
    Здравствуйте! Я приношу в этот канал новые записи сайтов и лент.

    Начните с команды /subscribe и адреса, опубликовав их здесь, или отправьте /channel в личном чате со мной и управляйте каналом оттуда.
help =
    Я слежу за сайтами и лентами (RSS, Atom, JSON Feed) в личных чатах, группах, каналах и темах. Записи приходят туда, где вы подписались.
help-more =
    В личном чате достаточно одного адреса, можно и нескольких сразу. В канале публикуйте команды прямо там или выберите канал здесь командой /channel.
    Фильтр — это слова через запятую: одно из них должно встретиться, а слов с ! быть не должно.
choose-command = Что сделать?
unknown-command = Такой команды я не знаю. Все команды перечислены в /help.
unknown-text = Пришлите адрес сайта или ленты, чтобы подписаться, или выберите:
went-wrong = У меня что-то пошло не так, и я записал, что именно. Попробуйте ещё раз немного позже.
too-often = Слишком много за одну минуту. Подождите немного и повторите.
cancelled = Отменено.
nothing-to-cancel = Отменять нечего.
nothing-to-close = Здесь нет меню, которое можно закрыть.
only-in-private = Это работает в личном чате со мной.
not-on-the-list = Этот бот только для приглашённых. Если вы знаете, кто его держит, передайте этот номер: { $id }

# Who may do what.
admins-only = Менять то, что получает этот чат, могут только администраторы.
not-your-chat = Чтобы управлять отсюда чатом «{ $title }», мы оба должны быть там администраторами. /channel off вернёт к этому чату.
rights-unknown = Telegram не ответил, администратор ли вы. Попробуйте ещё раз.

# Following and leaving.
ask-reply = Ответьте на это сообщение.
ask-url =
    Какой сайт или какая лента? Пришлите адрес.
    /cancel отменит.
invalid-url = Это не похоже на адрес в сети: { $url }
too-many-urls = Слишком много сразу: в одном сообщении не больше { $most } адресов.
looking = Смотрю { $url } …
subscribed = { $initial ->
    [0] Вы подписались на «{ $title }». Новые записи будут приходить { $chat ->
        [0] сюда
       *[other] в «{ $chat }»
    }.
    [one] Вы подписались на «{ $title }». { $chat ->
        [0] Вот { $initial } последняя запись
       *[other] В «{ $chat }» придёт { $initial } последняя запись
    }; новые придут следом.
    [few] Вы подписались на «{ $title }». { $chat ->
        [0] Вот { $initial } последние записи
       *[other] В «{ $chat }» придут { $initial } последние записи
    }; новые придут следом.
   *[other] Вы подписались на «{ $title }». { $chat ->
        [0] Вот { $initial } последних записей
       *[other] В «{ $chat }» придёт { $initial } последних записей
    }; новые придут следом.
}
choose-feed = У { $host } несколько лент. Какую?
not-followed = { $reason }
    Подписка не оформлена.
already-subscribed = { $chat ->
    [0] Этот чат уже подписан
   *[other] В «{ $chat }» уже есть подписка
} на «{ $title }».
subscription-limit = { $chat ->
    [0] Этот чат может следить
   *[other] В «{ $chat }» можно следить
} не более чем за { $limit ->
    [one] { $limit } лентой
   *[other] { $limit } лентами
}, и столько уже есть. Командой /list_subscriptions выберите, от какой отказаться.
subscribe-cancelled = Отменено: за { $url } я не слежу.
unsubscribed = Вы отписались от «{ $title }».
undone = Подписка на «{ $title }» снова действует.
undo-too-late = Прошло слишком много времени. Подпишитесь, пожалуйста, заново.
not-subscribed = { $chat ->
    [0] Этот чат не подписан
   *[other] В «{ $chat }» нет подписки
} на { $url }. Подписки показывает /list_subscriptions.
no-subscriptions = { $chat ->
    [0] У этого чата
   *[other] В «{ $chat }»
} пока нет подписок. Отправьте /subscribe и адрес сайта или ленты.
subscriptions = { $chat ->
    [0] Подписки этого чата
   *[other] Подписки в «{ $chat }»
} – { $count ->
    [one] { $count } лента
    [few] { $count } ленты
   *[other] { $count } лент
}:
choose-subscription = Какую?
no-items = В этой ленте пока нет записей.
feed-mark-failing = ⚠️
feed-mark-gone = 🚫
feed-mark-paused = ⏸

# Told once to those who read a feed.
feed-failing =
    ⚠️ «{ $title }» не удаётся прочитать уже неделю. { $reason }
    Я продолжаю пробовать и скажу, когда она вернётся.
feed-recovered = ✅ «{ $title }» снова читается.
feed-gone =
    🚫 «{ $title }» больше нет: { $reason }
    Я больше не обращаюсь к ней. Все ваши настройки для неё сохранены.
topic-closed =
    ⏸ Тема «{ $topic }» закрыта, поэтому подписки в ней приостановлены. Когда её откроют, они продолжатся с того же места.
topic-missing =
    ⏸ Темы «{ $topic }» больше нет, поэтому подписки в ней приостановлены. /list_subscriptions покажет их и перенесёт в другую тему.
general-closed = ⏸ Общая тема группы «{ $title }» закрыта, поэтому подписки в ней приостановлены. Когда её откроют, они продолжатся с того же места.
chat-paused = ⏸ { $reason ->
    [no-rights] Мне нельзя писать в «{ $title }». Дайте мне это право, и я продолжу с того же места.
   *[other] Меня больше нет в «{ $title }». Добавьте меня снова, и я продолжу с того же места.
}

# A subscription's card.
card-active = ✅ Всё в порядке.
card-failing = ⚠️ Сейчас её не удаётся прочитать. { $reason }
card-gone = 🚫 Её больше нет. { $reason }
card-paused = ⏸ { $reason ->
    [person] Приостановлена.
    [topic-closed] Приостановлена: её тема закрыта.
    [topic-missing] Приостановлена: её темы больше нет. Подписка продолжится, если перенести её в другую.
   *[other] Приостановлена: не удавалось доставить сообщения.
}
card-last-check = Последняя удачная проверка: { $time }
card-next-check = { $minutes ->
    [one] Следующая проверка: { $time }, затем примерно каждую { $minutes } минуту
    [few] Следующая проверка: { $time }, затем примерно каждые { $minutes } минуты
   *[other] Следующая проверка: { $time }, затем примерно каждые { $minutes } минут
}
card-topic = Тема: { $topic }
card-filter = Фильтр: { $filter }
card-template = Есть шаблон.
paused = Подписка на «{ $title }» приостановлена.
resumed = { $passed ->
    [0] Подписка на «{ $title }» продолжается.
    [one] Подписка на «{ $title }» продолжается. За это время появилась { $passed } запись, она пропущена: её покажет /latest.
    [few] Подписка на «{ $title }» продолжается. За это время появились { $passed } записи, они пропущены: их покажет /latest.
   *[other] Подписка на «{ $title }» продолжается. За это время появилось { $passed } записей, они пропущены: их покажет /latest.
}
chat-resumed = { $expired ->
    [0] Я снова здесь. Всё, что появилось за это время, сейчас придёт.
    [one] Я снова здесь. { $expired } запись ждала слишком долго и пропущена: её покажет /latest.
    [few] Я снова здесь. { $expired } записи ждали слишком долго и пропущены: их покажет /latest.
   *[other] Я снова здесь. { $expired } записей ждали слишком долго и пропущены: их покажет /latest.
}
moved = Перенесено.
choose-topic = Куда присылать записи «{ $title }»?
topic-none = Без темы
ask-title =
    Как называть { $chat ->
        [0] здесь
       *[other] в «{ $chat }»
    } «{ $title }»? Пришлите название или - для её собственного.
    /cancel отменит.
title-bad = Такое название показать нельзя.
menu-old = Это меню устарело.
menu-renewed = Это меню устарело. Вот как всё обстоит сейчас.

# Settings of a chat.
settings-heading = Настройки для всего { $chat ->
    [0] в этом чате
   *[other] в «{ $chat }»
}
all-feeds = { $chat ->
    [0] все ленты
   *[other] все ленты в «{ $chat }»
}
settings-language = Язык: { $language }
settings-time-zone = Часовой пояс: { $timeZone }
settings-no-filter = Общего фильтра нет.
settings-no-template = Общего шаблона нет.
option-mode = { $value ->
    [full] Текст: целиком
    [title] Текст: заголовок
    [template] Текст: шаблон
   *[auto] Текст: начало
}
option-media = { $value ->
    [off] Медиа: без
    [only] Медиа: только
   *[on] Медиа: с текстом
}
option-preview = { $value ->
    [off] Вид ссылок: нет
    [small] Вид ссылок: малый
    [large] Вид ссылок: большой
    [above] Вид ссылок: сверху
   *[on] Вид ссылок: есть
}
option-silent = { $value ->
    [on] Звук: нет
   *[off] Звук: есть
}
option-source = { $value ->
    [off] Источник: нет
   *[on] Источник: есть
}
option-author = { $value ->
    [on] Автор: есть
   *[off] Автор: нет
}
option-date = { $value ->
    [on] Дата: есть
   *[off] Дата: нет
}
option-hashtags = { $value ->
    [on] Хештеги: из рубрик
   *[off] Хештеги: нет
}
option-digest = { $value ->
    [off] Дайджесты: нет
   *[on] Дайджесты: есть
}
more-heading = Что стоит под сообщениями («{ $title }»), и дайджесты
more-template = Сообщения идут по шаблону: что стоит внизу, говорит он сам.
more-digest = Дайджест: если ждёт больше десяти записей ленты, они приходят одним списком, а не по одной.
previews-are-on = Предпросмотр ссылок { $chat ->
    [0] в этом чате
   *[other] в «{ $chat }»
} включён.
previews-are-off = Предпросмотр ссылок { $chat ->
    [0] в этом чате
   *[other] в «{ $chat }»
} выключен.
previews-now-on = Предпросмотр ссылок { $chat ->
    [0] в этом чате
   *[other] в «{ $chat }»
} теперь включён.
previews-now-off = Предпросмотр ссылок { $chat ->
    [0] в этом чате
   *[other] в «{ $chat }»
} теперь выключен.
choose-language = Какой язык?
language-set = Теперь я говорю { $chat ->
    [0] здесь
   *[other] в «{ $chat }»
} по-русски.
language-unknown = Этого языка я пока не знаю. Есть такие: { $languages }

# Time zones.
ask-time-zone =
    Какой часовой пояс? Пришлите город, имя вроде Europe/Berlin, смещение вроде +05:45 или минуты вроде 345; можно поделиться местоположением. Сейчас { $chat ->
        [0] стоит
       *[other] в «{ $chat }» стоит
    } { $timeZone }.
    /cancel отменит.
time-zone-set = Теперь часовой пояс { $chat ->
    [0] —
   *[other] в «{ $chat }» —
} { $timeZone }. Там { $time }.
time-zone-is = Часовой пояс { $chat ->
    [0] —
   *[other] в «{ $chat }» —
} { $timeZone }. Там { $time }.
time-zone-unknown = Такого часового пояса я не знаю, а смещения бывают от -12:00 до +14:00. Попробуйте назвать крупный город поблизости латиницей или поделитесь местоположением.

# Filters.
ask-filter =
    Какие слова? Перечислите через запятую:
    { $example }
    Запись придёт, если есть одно из них и нет ни одного с !. /cancel отменит.
filter-example = rust, "новая версия", !crypto, title:linux, /v\d+/
filter-heading = Фильтр «{ $title }»
filter-updated = Фильтр обновлён.
filter-removed = Фильтр убран.
filter-none = Фильтра здесь нет.
filter-how = Фильтр решает, какие записи приходят: { $example }
filter-dry-run = { $total ->
    [0] Пока нет записей, чтобы его проверить.
    [one] Из { $total } последней записи пришло бы { $passing }:
   *[other] Из { $total } последних записей пришло бы { $passing }:
}
filter-nothing-unwanted = ничего нежелательного
filter-nothing-wanted = ни одного из слов
filter-empty = Фильтр не может быть пустым.
filter-empty-clause = Одна часть фильтра пуста: { $clause }
filter-too-many-clauses = В фильтре может быть не больше { $limit ->
    [one] { $limit } части
   *[other] { $limit } частей
}. Эта уже лишняя: { $clause }
filter-clause-too-long = Одна часть фильтра может быть длиной { $limit } символов. Эта длиннее: { $clause }
filter-unclosed-quote = Кавычка не закрыта: { $clause }
filter-unclosed-pattern = У выражения нет косой черты в конце: { $clause }
filter-text-after-quote = После кавычек поставьте запятую: { $clause }
filter-unknown-flags = Выражение может заканчиваться только на i, s или m: { $clause }
filter-bad-pattern = Не могу прочитать это выражение: { $clause }
filter-pattern-too-large = Это выражение слишком сложное: { $clause }

# Templates.
ask-template =
    Пришлите шаблон, например:
    {"{{"}bold bot_item_name{"}}"} {"{{"}create_link "Читать" bot_item_link{"}}"}
    Поля: bot_feed_name, bot_feed_link, bot_item_name, bot_item_link, bot_item_description, bot_item_content, bot_item_author, bot_item_categories, bot_item_image, bot_date.
    Функции: bold, italic, create_link, substring, date; а также if, unless, each.
    /cancel отменит.
template-heading = Шаблон «{ $title }»
template-preview = Так выглядели бы записи «{ $title }». Оставить?
template-kept = Шаблон обновлён.
template-kept-unseen = Шаблон обновлён. Показать его пока не на чем.
template-discarded = Всё остаётся как было.
template-removed = Шаблон убран.
template-none = Шаблона здесь нет.
template-how = Шаблон решает, как выглядят записи; в нём поля вроде {"{{"}bot_item_name{"}}"} и {"{{"}bot_item_link{"}}"}.
template-empty = Шаблон не может быть пустым.
template-too-long = Этот шаблон слишком длинный: символов может быть не больше { $limit }.
template-too-deep = Строка { $line }: слишком много вложенных блоков.
template-syntax = Строку { $line } не удаётся прочитать: { $what }
template-unknown-field = Строка { $line }: поля { $what } нет.
template-unknown-helper = Строка { $line }: функции { $what } нет.
template-wrong-parameters = Строка { $line }: { $what } требует других параметров.
template-forbidden-path = Строка { $line }: { $what } здесь нельзя.
template-partial = Строка { $line }: шаблоны нельзя вкладывать друг в друга.
template-decorator = Строка { $line }: декораторы не поддерживаются.
template-unsupported = Строка { $line }: { $what } в шаблоне нельзя.

# Channels managed from a private chat.
ask-channel =
    Какой канал? Пришлите его @имя, перешлите его запись или выберите ниже. Мы оба должны быть там администраторами.
    /cancel отменит.
channel-chosen = Теперь то, что вы пишете здесь, относится к «{ $title }», пока вы не отправите /channel off.
channel-unknown = Этого канала я не знаю. Сначала сделайте меня там администратором.
channel-left = Теперь то, что вы пишете здесь, снова относится к этому чату.

button-list = 📋 Подписки
button-subscribe = ➕ Подписаться
button-settings = ⚙️ Настройки
button-help = ❔ Помощь
button-close = ✖ Закрыть
button-back = ◀ Назад
button-card = ⚙️ Настройки ленты
button-more = ⋯ Ещё настройки
button-pause = ⏸ Приостановить
button-resume = ▶️ Продолжить
button-latest = 🗞 Последние записи
button-preview = 👁 Пример
button-filter = 🔎 Фильтр
button-template = 🖋 Шаблон
button-title = 🏷 Название
button-topic = 💬 Тема
button-unsubscribe = 🗑 Отписаться
button-undo = ↩️ Вернуть
button-set = ✏️ Задать
button-change = ✏️ Изменить
button-remove = 🗑 Убрать
button-keep = ✅ Оставить
button-discard = ✖ Не надо
button-send = ✉️ Отправить
button-language = 🌐 Язык
button-time-zone = 🕰 Часовой пояс
button-pick-channel = Выбрать канал

read-on = Читать дальше

# For the operator.
operator-usage = Вот так: { $usage }
operator-chats = { $kind ->
    [private] личные { $count }
    [group] группы { $count }
    [supergroup] супергруппы { $count }
   *[channel] каналы { $count }
}
operator-feeds = { $kind ->
    [active] исправные { $count }
    [failing] с ошибками { $count }
    [gone] пропавшие { $count }
   *[moved] переехавшие { $count }
}
ask-operator =
    Что должно стоять после { $command }? Пришлите: { $usage }
    /cancel отменит.
operator-info =
    Чаты с подписками: { $chats } (приостановлено: { $pausedChats })
    Ленты: { $feeds }
    Подписки: { $subscriptions }
    Задания: ждут { $waitingJobs }, не удались { $failedJobs }
    Отправка: свободно { $tokens }, темп { $slowdown }
    Отставание: ленты { $feedLagSeconds } с, чаты { $chatLagSeconds } с
broadcast = { $text }
ask-broadcast =
    Что разослать во все чаты? Пришлите текст. Сначала я покажу его вам, а отправлю, когда вы скажете.
    /cancel отменит.
broadcast-dry-run = { $chats ->
    [one] Это получил бы { $chats } чат. Отправить?
    [few] Это получили бы { $chats } чата. Отправить?
   *[other] Это получили бы { $chats } чатов. Отправить?
}
broadcast-queued = { $chats ->
    [one] Отправляется в { $chats } чат.
    [few] Отправляется в { $chats } чата.
   *[other] Отправляется в { $chats } чатов.
}
broadcast-dropped = Не отправлено.
operator-banned = { $id } больше не получает ответов.
operator-unbanned = { $id } убран из списка.
operator-allowed = { $id } теперь в списке тех, кому я отвечаю.
operator-list-on = Теперь я отвечаю только тем, кто в списке. Добавляет в него /allow.
operator-list-off = Теперь я отвечаю всем.
operator-limit-set = { $id } теперь может следить за { $limit ->
    [one] { $limit } лентой
   *[other] { $limit } лентами
}.
operator-members-on = Теперь менять настройки { $id } могут все участники.
operator-members-off = Теперь менять настройки { $id } могут только администраторы.
operator-no-chat = Чата с номером { $id } я не знаю.
operator-no-feed = Ленты с таким адресом я не знаю.
content-field-unknown = Поля { $field } нет. Есть такие: { $fields }
content-fields-set = Записи этой ленты различаются по полям: { $fields }

# What is wrong with a feed. Hosts may be named, addresses never.
fault-invalid-url = Это не адрес, по которому можно обратиться.
fault-scheme = Читать можно только адреса http и https.
fault-port = Порт { NUMBER($port, useGrouping: 0) } на { $host } не из тех, с которых читают ленты.
fault-unreachable = Связаться с { $host } не удалось.
fault-too-many-redirects = { $host } перенаправил нас более { $maxRedirects } раз.
fault-too-large = То, что прислал { $host }, слишком велико.
fault-encoding = { $host } упаковал ответ так, что распаковывать его небезопасно.
fault-content-type = { $host } прислал не ленту.
fault-dns = Сайта { $host } нет, или его имя не удалось найти.
fault-connect = { $host } не принимает соединений.
fault-tls = У { $host } нет действительного сертификата.
fault-timeout = { $host } слишком долго не отвечал.
fault-closed = { $host } оборвал ответ.
fault-malformed = { $host } дал ответ, в котором нет смысла.
fault-broken-body = { $host } прислал повреждённый ответ.
fault-status = { $host } ответил ошибкой ({ $status }).
fault-throttled = { $host } просит пока не обращаться ({ $status }).
fault-gone = { $host } сообщает, что этой ленты больше нет.
fault-not-a-feed = { $what ->
    [html] { $host } прислал веб-страницу, а не ленту.
    [empty] { $host } прислал пустую страницу.
   *[other] То, что прислал { $host }, — не лента.
}

# What became of items, see the log of deliveries. $time: a date with its time; $reason: the filter's part, or Telegram's words.
why-heading = Что стало с последними записями «{ $title }»:
why-nothing = За последние 30 дней ни одна запись «{ $title }» ещё не завершила свой путь.
why-sent = отправлена { $time }
why-merged = в дайджесте { $time }
why-filtered = не прошла фильтр { $reason }, { $time }
why-parked = не удалось отправить { $time }: { $reason }
why-expired = ждала слишком долго, до { $time }

# The commands menu, and the help.
menu-start = Поздороваться
menu-help = Что я умею
menu-help_command = Что делает одна команда
menu-commands = Самое нужное в виде кнопок
menu-subscribe = Подписаться на сайт или ленту
menu-unsubscribe = Отписаться
menu-list_subscriptions = На что подписан этот чат
menu-feed_keyboard = Одна подписка со всеми настройками
menu-pause = Приостановить ленту
menu-resume = Продолжить приостановленную ленту
menu-latest = Последние записи ленты
menu-why = Что стало с записями ленты
menu-set_filter = Выбрать, какие записи ленты приходят
menu-get_filter = Показать фильтр ленты
menu-remove_filter = Убрать фильтр ленты
menu-set_global_filter = Выбрать, какие записи приходят, для всех лент
menu-get_global_filter = Показать общий фильтр
menu-remove_global_filter = Убрать общий фильтр
menu-set_template = Задать вид записей ленты
menu-get_template = Показать шаблон ленты
menu-remove_template = Убрать шаблон ленты
menu-set_global_template = Задать вид записей всех лент
menu-get_global_template = Показать общий шаблон
menu-remove_global_template = Убрать общий шаблон
menu-settings = Настройки всего в этом чате
menu-language = Выбрать язык
menu-get_preview_enabled = Есть ли предпросмотр ссылок
menu-toggle_preview_enabled = Включить или выключить предпросмотр ссылок
menu-set_timezone = Задать часовой пояс
menu-get_timezone = Показать часовой пояс и время там
menu-channel = Управлять каналом отсюда
menu-cancel = Отменить то, о чём я спросил
menu-close = Закрыть меню
menu-info = Как дела у бота
menu-set_content_fields = По каким полям различать записи ленты
menu-ban = Больше не отвечать человеку или чату
menu-unban = Убрать человека или чат из списка
menu-allow = Внести человека или чат в список тех, кому я отвечаю
menu-allow_list = Отвечать только тем, кто в списке
menu-broadcast = Отправить текст во все чаты
menu-limit = Сколько лент может быть у чата
menu-members_may_change = Разрешить менять настройки всем участникам группы
