package dev.heddle.permessagedeflate;

import org.jspecify.annotations.Nullable;

/**
 * What a client and a server have agreed on, as seen by one of them. Source: RFC 7692 §7.1.
 *
 * @param response the server's answer
 * @param outgoing what this side has promised
 * @param incoming what the peer has promised
 */
record Agreement(Configuration response, Promise outgoing, Promise incoming) {

    /** Returns what a client offers: what it asks of the server, and what it does itself. */
    static Configuration offer(Options options) {
        boolean bounded = options.maxWindowBits() < WindowBits.MOST;
        boolean bounding = options.requestMaxWindowBits() < WindowBits.MOST;
        return new Configuration(
                options.requestNoContextTakeover(),
                options.noContextTakeover(),
                bounding ? options.requestMaxWindowBits() : Configuration.ABSENT,
                bounded ? options.maxWindowBits() : Configuration.BARE);
    }

    /** Returns what a client has agreed on with a server that answers this, or null if it is not what was asked for. */
    static @Nullable Agreement ofClient(Options options, Configuration response) {
        // §7.1.1.1, §7.1.2.1: a server accepts these by repeating them, the window as it was or smaller.
        if (options.requestNoContextTakeover() && !response.serverNoContextTakeover()) {
            return null;
        }
        int serverBits = orMost(response.serverMaxWindowBits());
        if (serverBits > options.requestMaxWindowBits()) {
            return null;
        }
        // §7.1.2.2: the offer always has it; without value it stands for every size.
        int clientBits = response.clientMaxWindowBits();
        if (clientBits > options.maxWindowBits()) {
            return null;
        }
        // What the offer said of the client holds even if the response is silent about it.
        boolean takeover = !options.noContextTakeover() && !response.clientNoContextTakeover();
        int bits = clientBits == Configuration.ABSENT ? options.maxWindowBits() : clientBits;
        return new Agreement(
                response, new Promise(takeover, bits), new Promise(!response.serverNoContextTakeover(), serverBits));
    }

    /** Returns what a server agrees on with a client that offers this. Every valid offer can be honoured. */
    static Agreement ofServer(Options options, Configuration offer) {
        // §7.1.1.1, §7.1.1.2: the server may bind itself and the client also unasked.
        boolean serverReset = offer.serverNoContextTakeover() || options.noContextTakeover();
        boolean clientReset = offer.clientNoContextTakeover() || options.requestNoContextTakeover();
        int serverBits = Math.min(orMost(offer.serverMaxWindowBits()), options.maxWindowBits());
        boolean tellServerBits = offer.serverMaxWindowBits() != Configuration.ABSENT;
        // §7.1.2.2: a client that does not offer it can not be bounded, and whatever it sends can be inflated.
        boolean boundable = offer.clientMaxWindowBits() != Configuration.ABSENT;
        int clientBits = boundable
                ? Math.min(orMost(offer.clientMaxWindowBits()), options.requestMaxWindowBits())
                : WindowBits.MOST;
        Configuration response = new Configuration(
                serverReset,
                clientReset,
                tellServerBits ? serverBits : Configuration.ABSENT,
                clientBits < WindowBits.MOST ? clientBits : Configuration.ABSENT);
        return new Agreement(response, new Promise(!serverReset, serverBits), new Promise(!clientReset, clientBits));
    }

    private static int orMost(int bits) {
        return bits > 0 ? bits : WindowBits.MOST;
    }
}
