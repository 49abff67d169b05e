package dev.heddle.conformance.compression;

import java.io.IOException;
import java.util.List;

/** The other end of a case. */
interface Echo {

    /** Takes a message, and gives its echo; a Close, and gives the answer. */
    List<WireFrame> answer(List<WireFrame> frames) throws IOException;
}
