package dev.heddle.driver;

import java.util.ArrayList;
import java.util.List;

/**
 * The frames of RFC 6455 §5.2 read in the plainest way: the whole stream at once, byte by byte, from its own reading of
 * the RFC and sharing nothing with the driver.
 */
final class ReferenceDecoder {

    /** A frame; the payload is unmasked. */
    record Frame(boolean fin, int rsv, int opcode, boolean masked, String payload) {}

    private ReferenceDecoder() {}

    /** Returns the frames that are whole. */
    static List<Frame> decode(byte[] stream) {
        List<Frame> frames = new ArrayList<>();
        int at = 0;
        while (stream.length - at >= 2) {
            int first = stream[at] & 0xFF;
            int second = stream[at + 1] & 0xFF;
            int lengthBytes = (second & 127) == 127 ? 8 : (second & 127) == 126 ? 2 : 0;
            int maskBytes = second / 128 * 4;
            int header = 2 + lengthBytes + maskBytes;
            if (stream.length - at < header) {
                break;
            }
            long length = second & 127;
            if (lengthBytes > 0) {
                length = 0;
                for (int i = 0; i < lengthBytes; i++) {
                    length = length * 256 + (stream[at + 2 + i] & 0xFF);
                }
            }
            // Negative where the most significant bit of a length of 64 bits is set.
            if (length < 0 || length > stream.length - at - header) {
                break;
            }
            StringBuilder payload = new StringBuilder();
            for (int i = 0; i < length; i++) {
                int octet = stream[at + header + i] & 0xFF;
                if (maskBytes > 0) {
                    octet ^= stream[at + header - 4 + i % 4] & 0xFF;
                }
                payload.append(Character.forDigit(octet / 16, 16)).append(Character.forDigit(octet % 16, 16));
            }
            frames.add(new Frame(first >= 128, first / 16 % 8, first % 16, maskBytes > 0, payload.toString()));
            at += header + (int) length;
        }
        return frames;
    }

    /** Returns the events that good frames in front of a Close should raise, in the words of {@link DriverTester}. */
    static List<String> events(byte[] stream) {
        List<String> events = new ArrayList<>();
        StringBuilder message = new StringBuilder();
        String type = "";
        for (Frame frame : decode(stream)) {
            switch (frame.opcode()) {
                case 8 -> {
                    return events;
                }
                case 9 -> events.add(("ping " + frame.payload()).trim());
                case 10 -> events.add(("pong " + frame.payload()).trim());
                default -> {
                    type = frame.opcode() == 1 ? "text" : frame.opcode() == 2 ? "binary" : type;
                    message.append(frame.payload());
                    if (frame.fin()) {
                        events.add((type + " " + message).trim());
                        message.setLength(0);
                    }
                }
            }
        }
        return events;
    }
}
