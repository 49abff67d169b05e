package dev.heddle.conformance.watershed;

import dev.heddle.driver.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A head of HTTP/1.1, read byte by byte, so that nothing behind it is. */
record Head(String start, Headers headers) {

    static Head read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The connection ended in the head");
            }
            head.append((char) next);
        }
        List<String> lines =
                head.toString().lines().filter(line -> !line.isEmpty()).toList();
        Headers headers = Headers.empty();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers = headers.with(line.substring(0, colon), line.substring(colon + 1));
        }
        return new Head(lines.get(0), headers);
    }

    String word(int index) {
        return start.split(" ", -1)[index];
    }
}
