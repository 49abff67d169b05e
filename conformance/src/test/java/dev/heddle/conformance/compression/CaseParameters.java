package dev.heddle.conformance.compression;

import dev.heddle.permessagedeflate.PermessageDeflate;

/**
 * What is negotiated in the sections 13.1 to 13.7 of the Autobahn test suite: what its client asks of the server under test,
 * and what its server asks of the client under test. 15 stands in the header, although it changes nothing.
 */
enum CaseParameters {
    DEFAULT(1, false, 0),
    NO_TAKEOVER(2, true, 0),
    WINDOW_8(3, false, 8),
    WINDOW_15(4, false, 15),
    NO_TAKEOVER_WINDOW_8(5, true, 8),
    NO_TAKEOVER_WINDOW_15(6, true, 15),
    /** Three offers, of which the first is taken. */
    CHOICE(7, true, 8);

    /** The number within section 13. */
    final int number;

    private final boolean noTakeover;
    private final int windowBits;

    CaseParameters(int number, boolean noTakeover, int windowBits) {
        this.number = number;
        this.noTakeover = noTakeover;
        this.windowBits = windowBits;
    }

    /** Returns the offers to the server. */
    String offers(Who tested) {
        if (tested == Who.CLIENT) {
            return "permessage-deflate; client_max_window_bits";
        }
        String first = offer(noTakeover, windowBits);
        return this == CHOICE ? first + ", " + offer(true, 0) + ", " + offer(false, 0) : first;
    }

    private static String offer(boolean noTakeover, int windowBits) {
        return "permessage-deflate; client_no_context_takeover; client_max_window_bits"
                + (noTakeover ? "; server_no_context_takeover" : "")
                + (windowBits > 0 ? "; server_max_window_bits=" + windowBits : "");
    }

    /** Returns the extension of the server: one that asks for nothing if it is under test. */
    PermessageDeflate server(Who tested) {
        return tested == Who.SERVER
                ? PermessageDeflate.defaults()
                : PermessageDeflate.builder()
                        .requestNoContextTakeover(noTakeover)
                        .requestMaxWindowBits(windowBits == 0 ? 15 : windowBits)
                        .build();
    }

    /** Returns what the client is told, from what the server answered. */
    String response(Who tested, String answer) {
        return tested == Who.CLIENT && windowBits == 15 ? answer + "; client_max_window_bits=15" : answer;
    }
}
