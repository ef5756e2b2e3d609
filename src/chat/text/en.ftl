# What chats read, in English. One message a line where it fits; variables keep their names in every language.

start =
    Hello! I bring new posts of any site to this chat, as they appear.

    Send /subscribe and the address of a site or feed. /help says what else I can do.
help =
    /subscribe URL – follow a site or feed (RSS, Atom, JSON Feed)
    /unsubscribe URL – stop following it
    /list_subscriptions – what this chat follows
    /help – this text

    It works in private chats, groups, channels and topics: items come where you subscribed.
unknown-command = I do not know that command. /help lists those I do.
went-wrong = Something went wrong on my side, and I have made a note of it. Please try again in a while.

subscribe-usage = Send the address with the command, like this: /subscribe https://example.org/feed.xml
unsubscribe-usage = Send the address with the command, like this: /unsubscribe https://example.org/feed.xml
invalid-url = This does not look like a web address: { $url }
looking = Looking at { $url } …
subscribed = { $initial ->
    [0] Subscribed to { $title }. New items will come here.
    [one] Subscribed to { $title }. Here is its latest item; new ones will follow.
   *[other] Subscribed to { $title }. Here are its latest { $initial } items; new ones will follow.
}
not-followed = { $reason }
    Nothing was subscribed to.
already-subscribed = This chat already follows { $title }.
subscription-limit = This chat already follows { $limit } feeds, which is the most it may. Send /list_subscriptions to choose one to drop.
subscribe-cancelled = Called off: { $url } is not followed.
unsubscribed = Unsubscribed from { $title }.
not-subscribed = This chat does not follow { $url }. /list_subscriptions shows what it does.
no-subscriptions = This chat follows nothing yet. Send /subscribe and the address of a site or feed.
subscriptions = { $count ->
    [one] This chat follows { $count } feed:
   *[other] This chat follows { $count } feeds:
}
feed-mark-failing = ⚠️
feed-mark-gone = 🚫
feed-mark-paused = ⏸

read-on = Read on

# What is wrong with a feed. Hosts may be named, addresses never.
fault-invalid-url = This is not an address that can be asked for.
fault-scheme = Only http and https addresses can be read.
fault-port = Port { $port } of { $host } is not one that feeds are read from.
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

# The commands menu.
menu-start = Say hello
menu-help = What I can do
menu-subscribe = Follow a site or feed
menu-unsubscribe = Stop following one
menu-list_subscriptions = What this chat follows
