package dev.heddle.conformance.interop;

import dev.heddle.websocket.CloseEvent;

/** What browsers tell of a close event, which says all that a test of bytes wants to know. */
record Closed(int code, String reason, boolean wasClean) {

    static Closed of(CloseEvent event) {
        return new Closed(event.code(), event.reason(), event.wasClean());
    }
}
