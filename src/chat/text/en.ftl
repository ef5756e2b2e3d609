# What chats read, in English. One message a line where it fits; variables keep their names in every language.
# $chat is 0 for the chat in which a sentence stands, and the title of another one that is managed from a private chat.

start =
    Hello! I bring new posts of any site to this chat, as they appear.

    Send me the address of a site or feed, or tap a button. /help says what else I can do.
added-to-group =
    Hello! I bring new posts of sites and feeds to this group.

    An admin can begin with /subscribe@{ $username } and an address. In a group with topics, items come to the topic where you subscribe.
start-channel =
    Hello! I bring new posts of sites and feeds to this channel.

    Begin with /subscribe and an address, as a post here; or send /channel in a private chat with me, and manage the channel from there.
help =
    I follow sites and feeds (RSS, Atom, JSON Feed) in private chats, groups, channels and topics. Items come where you subscribed.
help-more =
    In a private chat an address alone is enough, several at once too. In channels, post the commands, or choose the channel with /channel here.
    A filter is a list of words with commas between them: one of them must be there, those with ! must not.
choose-command = What would you like to do?
unknown-command = I do not know that command. /help lists those I do.
unknown-text = Send me the address of a site or feed to follow it, or choose:
went-wrong = Something went wrong on my side, and I have made a note of it. Please try again in a while.
too-often = That was a lot within a minute. Please wait a little and try again.
cancelled = Called off.
nothing-to-cancel = There is nothing to call off.
nothing-to-close = There is no menu to close here.
only-in-private = That works in a private chat with me.
not-on-the-list = This bot is for invited people only. If you know who runs it, give them this number: { $id }

# Who may do what.
admins-only = Only admins of this chat can change what it gets.
not-your-chat = You and I must both be admins of { $title } to manage it from here. /channel off goes back to this chat.
rights-unknown = Telegram did not tell me whether you are an admin. Please try again.

# Following and leaving.
ask-reply = Answer by replying to this message.
ask-url =
    Which site or feed? Send me its address.
    /cancel calls it off.
invalid-url = This does not look like a web address: { $url }
too-many-urls = That is too much at once: at most { $most } addresses in one message.
looking = Looking at { $url } …
subscribed = { $initial ->
    [0] Subscribed to { $title }. New items will come { $chat ->
        [0] here
       *[other] to { $chat }
    }.
    [one] Subscribed to { $title }. { $chat ->
        [0] Here is its latest item
       *[other] Its latest item goes to { $chat }
    }; new ones will follow.
   *[other] Subscribed to { $title }. { $chat ->
        [0] Here are its latest { $initial } items
       *[other] Its latest { $initial } items go to { $chat }
    }; new ones will follow.
}
choose-feed = { $host } has several feeds. Which one?
not-followed = { $reason }
    Nothing was subscribed to.
already-subscribed = { $chat ->
    [0] This chat
   *[other] { $chat }
} already follows { $title }.
subscription-limit = { $chat ->
    [0] This chat
   *[other] { $chat }
} may follow { $limit ->
    [one] { $limit } feed
   *[other] { $limit } feeds
} and already follows as many. Send /list_subscriptions to choose one to drop.
subscribe-cancelled = Called off: { $url } is not followed.
unsubscribed = Unsubscribed from { $title }.
undone = { $title } is followed again.
undo-too-late = That was too long ago. Subscribe again, please.
not-subscribed = { $chat ->
    [0] This chat
   *[other] { $chat }
} does not follow { $url }. /list_subscriptions shows what it does.
no-subscriptions = { $chat ->
    [0] This chat
   *[other] { $chat }
} follows nothing yet. Send /subscribe and the address of a site or feed.
subscriptions = { $chat ->
    [0] This chat
   *[other] { $chat }
} follows { $count ->
    [one] { $count } feed
   *[other] { $count } feeds
}:
choose-subscription = Which one?
no-items = This feed has no items yet.
feed-mark-failing = ⚠️
feed-mark-gone = 🚫
feed-mark-paused = ⏸

# Told once to those who read a feed.
feed-failing =
    ⚠️ { $title } could not be read for a week. { $reason }
    I keep trying, and say so when it is back.
feed-recovered = ✅ { $title } can be read again.
feed-gone =
    🚫 { $title } is gone for good: { $reason }
    I do not ask for it any more. Everything you set for it is kept.
topic-closed =
    ⏸ The topic { $topic } is closed, so what is subscribed in it is paused. It goes on where it stopped when the topic is open again.
topic-missing =
    ⏸ The topic { $topic } is no more, so what is subscribed in it is paused. /list_subscriptions shows it, and moves it to another topic.
general-closed = ⏸ The general topic of { $title } is closed, so what is subscribed in it is paused. It goes on where it stopped when the topic is open again.
chat-paused = ⏸ { $reason ->
    [no-rights] I may not write in { $title }. Give me the right to, and I go on where I stopped.
   *[other] I am not in { $title } any more. Add me again, and I go on where I stopped.
}

# A subscription's card.
card-active = ✅ All is well.
card-failing = ⚠️ It cannot be read at the moment. { $reason }
card-gone = 🚫 It is gone for good. { $reason }
card-paused = ⏸ { $reason ->
    [person] Paused.
    [topic-closed] Paused, because its topic is closed.
    [topic-missing] Paused, because its topic is no more. It goes on when it is moved to another one.
   *[other] Paused, because messages could not be delivered.
}
card-last-check = Last good check: { $time }
card-next-check = { $minutes ->
    [one] Next check: { $time }, then about every minute
   *[other] Next check: { $time }, then about every { $minutes } minutes
}
card-topic = Topic: { $topic }
card-filter = Filter: { $filter }
card-template = It has a template.
paused = { $title } is paused.
resumed = { $passed ->
    [0] { $title } goes on.
    [one] { $title } goes on. { $passed } item came meanwhile and is passed over: /latest shows it.
   *[other] { $title } goes on. { $passed } items came meanwhile and are passed over: /latest shows them.
}
chat-resumed = { $expired ->
    [0] Here I am again. What came meanwhile follows.
    [one] Here I am again. { $expired } item waited too long and is passed over: /latest shows it.
   *[other] Here I am again. { $expired } items waited too long and are passed over: /latest shows them.
}
moved = Moved.
choose-topic = Where should items of { $title } come?
topic-none = No topic
ask-title =
    What should { $title } be called { $chat ->
        [0] here
       *[other] in { $chat }
    }? Send a name, or - for its own.
    /cancel calls it off.
title-bad = That is no name that could be shown.
menu-old = That menu was out of date.
menu-renewed = That menu was out of date. This is how things are now.

# Settings of a chat.
settings-heading = Settings for everything in { $chat ->
    [0] this chat
   *[other] { $chat }
}
all-feeds = { $chat ->
    [0] all feeds
   *[other] all feeds of { $chat }
}
settings-language = Language: { $language }
settings-time-zone = Time zone: { $timeZone }
settings-no-filter = No filter for the whole chat.
settings-no-template = No template for the whole chat.
option-mode = { $value ->
    [full] Text: in full
    [title] Text: title only
    [template] Text: template
   *[auto] Text: beginning
}
option-media = { $value ->
    [off] Media: none
    [only] Media: alone
   *[on] Media: with text
}
option-preview = { $value ->
    [off] Link preview: off
    [small] Link preview: small
    [large] Link preview: large
    [above] Link preview: above
   *[on] Link preview: on
}
option-silent = { $value ->
    [on] Sound: off
   *[off] Sound: on
}
option-source = { $value ->
    [off] Source: off
   *[on] Source: on
}
option-author = { $value ->
    [on] Author: on
   *[off] Author: off
}
option-date = { $value ->
    [on] Date: on
   *[off] Date: off
}
option-hashtags = { $value ->
    [on] Hashtags: from categories
   *[off] Hashtags: off
}
option-digest = { $value ->
    [off] Digests: off
   *[on] Digests: on
}
more-heading = What goes below messages of { $title }, and digests
more-template = Messages follow a template, which says itself what goes below.
more-digest = A digest: more than ten waiting items of a feed come as one list instead of one by one.
previews-are-on = Link previews are on in { $chat ->
    [0] this chat
   *[other] { $chat }
}.
previews-are-off = Link previews are off in { $chat ->
    [0] this chat
   *[other] { $chat }
}.
previews-now-on = Link previews are now on in { $chat ->
    [0] this chat
   *[other] { $chat }
}.
previews-now-off = Link previews are now off in { $chat ->
    [0] this chat
   *[other] { $chat }
}.
choose-language = Which language?
language-set = I speak English { $chat ->
    [0] here
   *[other] in { $chat }
} now.
language-unknown = I do not speak that language yet. There are: { $languages }

# Time zones.
ask-time-zone =
    Which time zone? Send a city, a name such as Europe/Berlin, an offset such as +05:45 or minutes such as 345; or share a location. It is { $timeZone } { $chat ->
        [0] now
       *[other] in { $chat } now
    }.
    /cancel calls it off.
time-zone-set = The time zone { $chat ->
    [0] is
   *[other] of { $chat } is
} { $timeZone } now. There it is { $time }.
time-zone-is = The time zone { $chat ->
    [0] is
   *[other] of { $chat } is
} { $timeZone }. There it is { $time }.
time-zone-unknown = I know no time zone by that name, and offsets go from -12:00 to +14:00. Try a larger city near you.

# Filters.
ask-filter =
    Which words? Put commas between them:
    { $example }
    An item comes if one of them is there and none of those with ! is. /cancel calls it off.
filter-example = rust, "new release", !crypto, title:linux, /v\d+/
filter-heading = Filter of { $title }
filter-updated = The filter was updated.
filter-removed = The filter was removed.
filter-none = There is no filter here.
filter-how = A filter says which items come: { $example }
filter-dry-run = { $total ->
    [0] There are no items yet to try it on.
    [one] Of the last item, { $passing } would come:
   *[other] Of the last { $total } items, { $passing } would come:
}
filter-nothing-unwanted = nothing unwanted
filter-nothing-wanted = none of the words
filter-empty = A filter cannot be empty.
filter-empty-clause = One part of the filter is empty: { $clause }
filter-too-many-clauses = A filter may have { $limit ->
    [one] { $limit } part
   *[other] { $limit } parts
} at most. This would be one more: { $clause }
filter-clause-too-long = One part of a filter may be { $limit } characters long. This is longer: { $clause }
filter-unclosed-quote = The quotation mark has no other end: { $clause }
filter-unclosed-pattern = The pattern has no slash at its end: { $clause }
filter-text-after-quote = Put a comma behind the quotation: { $clause }
filter-unknown-flags = A pattern may end with i, s or m only: { $clause }
filter-bad-pattern = I cannot read this pattern: { $clause }
filter-pattern-too-large = This pattern is too complicated: { $clause }

# Templates.
ask-template =
    Send me the template, for example:
    {"{{"}bold bot_item_name{"}}"} {"{{"}create_link "Read" bot_item_link{"}}"}
    Fields: bot_feed_name, bot_feed_link, bot_item_name, bot_item_link, bot_item_description, bot_item_content, bot_item_author, bot_item_categories, bot_item_image, bot_date.
    Helpers: bold, italic, create_link, substring, date; and if, unless, each.
    /cancel calls it off.
template-heading = Template of { $title }
template-preview = This is how items of { $title } would look. Keep it?
template-kept = The template was updated.
template-kept-unseen = The template was updated. There is no item yet to show it on.
template-discarded = All stays as it was.
template-removed = The template was removed.
template-none = There is no template here.
template-how = A template says how items look, with fields such as {"{{"}bot_item_name{"}}"} and {"{{"}bot_item_link{"}}"}.
template-empty = A template cannot be empty.
template-too-long = That template is too long: { $limit } characters are the most.
template-too-deep = Line { $line }: there are too many blocks inside each other.
template-syntax = Line { $line } cannot be read: { $what }
template-unknown-field = Line { $line }: there is no field called { $what }.
template-unknown-helper = Line { $line }: there is no helper called { $what }.
template-wrong-parameters = Line { $line }: { $what } needs other parameters.
template-forbidden-path = Line { $line }: { $what } cannot be used here.
template-partial = Line { $line }: templates cannot be put into each other.
template-decorator = Line { $line }: decorators cannot be used.
template-unsupported = Line { $line }: { $what } cannot be used in a template.

# Channels managed from a private chat.
ask-channel =
    Which channel? Send its @name, forward a post of it, or pick it below. We must both be admins there.
    /cancel calls it off.
channel-chosen = What you send here is about { $title } now, until /channel off.
channel-unknown = I do not know that channel. Make me an admin there first.
channel-left = What you send here is about this chat again.

button-list = 📋 Subscriptions
button-subscribe = ➕ Subscribe
button-settings = ⚙️ Settings
button-help = ❔ Help
button-close = ✖ Close
button-back = ◀ Back
button-card = ⚙️ Settings of this feed
button-more = ⋯ More settings
button-pause = ⏸ Pause
button-resume = ▶️ Resume
button-latest = 🗞 Latest items
button-preview = 👁 Preview
button-filter = 🔎 Filter
button-template = 🖋 Template
button-title = 🏷 Title
button-topic = 💬 Topic
button-unsubscribe = 🗑 Unsubscribe
button-undo = ↩️ Undo
button-set = ✏️ Set
button-change = ✏️ Change
button-remove = 🗑 Remove
button-keep = ✅ Keep it
button-discard = ✖ Discard
button-send = ✉️ Send
button-language = 🌐 Language
button-time-zone = 🕰 Time zone
button-pick-channel = Pick a channel

read-on = Read on

# For the operator.
operator-usage = Like this: { $usage }
operator-chats = { $kind ->
    [private] private { $count }
    [group] groups { $count }
    [supergroup] supergroups { $count }
   *[channel] channels { $count }
}
operator-feeds = { $kind ->
    [active] active { $count }
    [failing] failing { $count }
    [gone] gone { $count }
   *[moved] moved { $count }
}
ask-operator =
    What goes behind { $command }? Send me: { $usage }
    /cancel calls it off.
operator-info =
    Chats that follow something: { $chats } ({ $pausedChats } paused)
    Feeds: { $feeds }
    Subscriptions: { $subscriptions }
    Jobs: { $waitingJobs } waiting, { $failedJobs } failed
    Send budget: { $tokens } free, rate { $slowdown }
    Lag: feeds { $feedLagSeconds } s, chats { $chatLagSeconds } s
broadcast = { $text }
ask-broadcast =
    What should all chats read? Send me the text. I show it to you first, and send it when you say so.
    /cancel calls it off.
broadcast-dry-run = { $chats ->
    [one] This would go to { $chats } chat. Send it?
   *[other] This would go to { $chats } chats. Send it?
}
broadcast-queued = { $chats ->
    [one] It is on its way to { $chats } chat.
   *[other] It is on its way to { $chats } chats.
}
broadcast-dropped = It was not sent.
operator-banned = { $id } is not answered any more.
operator-unbanned = { $id } is off the list.
operator-allowed = { $id } is on the list of those who are answered.
operator-list-on = Only those on the list are answered now. /allow adds to it.
operator-list-off = Everybody is answered now.
operator-limit-set = { $id } may follow { $limit ->
    [one] { $limit } feed
   *[other] { $limit } feeds
} now.
operator-members-on = All members of { $id } may change things now.
operator-members-off = Only admins of { $id } may change things now.
operator-no-chat = I do not know a chat with the number { $id }.
operator-no-feed = No feed is known by that address.
content-field-unknown = There is no field called { $field }. There are: { $fields }
content-fields-set = An item of that feed is told by: { $fields }

# What is wrong with a feed. Hosts may be named, addresses never.
fault-invalid-url = This is not an address that can be asked for.
fault-scheme = Only http and https addresses can be read.
fault-port = Port { NUMBER($port, useGrouping: 0) } of { $host } is not one that feeds are read from.
fault-unreachable = { $host } could not be reached.
fault-too-many-redirects = { $host } sent us on more than { $maxRedirects } times.
fault-too-large = What { $host } sent is too large.
fault-encoding = { $host } packed its answer in a way that is not safe to unpack.
fault-content-type = { $host } sent something that is not a feed.
fault-dns = There is no site called { $host }, or its name could not be looked up.
fault-connect = { $host } does not accept connections.
fault-tls = { $host } has no valid certificate.
fault-timeout = { $host } took too long to answer.
fault-closed = { $host } broke off its answer.
fault-malformed = { $host } gave an answer that makes no sense.
fault-broken-body = { $host } sent a damaged answer.
fault-status = { $host } answered with an error ({ $status }).
fault-throttled = { $host } does not want to be asked right now ({ $status }).
fault-gone = { $host } says that this feed is gone for good.
fault-not-a-feed = { $what ->
    [html] { $host } sent a web page, not a feed.
    [empty] { $host } sent an empty page.
   *[other] What { $host } sent is not a feed.
}

# What became of items, see the log of deliveries. $time: a date with its time; $reason: the filter's part, or Telegram's words.
why-heading = What became of the latest items of { $title }:
why-nothing = No item of { $title } has come to an end in the last 30 days.
why-sent = sent { $time }
why-merged = in a digest { $time }
why-filtered = kept away by { $reason }, { $time }
why-parked = could not be sent { $time }: { $reason }
why-expired = waited too long, until { $time }

# The commands menu, and the help.
menu-start = Say hello
menu-help = What I can do
menu-help_command = What one command does
menu-commands = The most wanted as buttons
menu-subscribe = Follow a site or feed
menu-unsubscribe = Stop following one
menu-list_subscriptions = What this chat follows
menu-feed_keyboard = One subscription with all its settings
menu-pause = Pause one feed
menu-resume = Go on with a paused feed
menu-latest = The latest items of a feed
menu-why = What became of a feed’s items
menu-set_filter = Say which items of a feed come
menu-get_filter = Show the filter of a feed
menu-remove_filter = Remove the filter of a feed
menu-set_global_filter = Say which items come, for all feeds
menu-get_global_filter = Show the filter for all feeds
menu-remove_global_filter = Remove the filter for all feeds
menu-set_template = Say how items of a feed look
menu-get_template = Show the template of a feed
menu-remove_template = Remove the template of a feed
menu-set_global_template = Say how items look, for all feeds
menu-get_global_template = Show the template for all feeds
menu-remove_global_template = Remove the template for all feeds
menu-settings = Settings for everything in this chat
menu-language = Choose my language
menu-get_preview_enabled = Whether links have previews
menu-toggle_preview_enabled = Turn link previews on or off
menu-set_timezone = Set the time zone
menu-get_timezone = Show the time zone and the time there
menu-channel = Manage a channel from here
menu-cancel = Call off what I asked you for
menu-close = Close a menu
menu-info = How the bot is doing
menu-set_content_fields = What tells items of a feed apart
menu-ban = Answer a person or chat no more
menu-unban = Take a person or chat off the list
menu-allow = Put a person or chat on the list of those answered
menu-allow_list = Answer only those on the list
menu-broadcast = Send a text to all chats
menu-limit = How many feeds a chat may follow
menu-members_may_change = Let all members of a group change things
