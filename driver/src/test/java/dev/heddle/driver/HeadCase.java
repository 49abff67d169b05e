package dev.heddle.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code heads.txt}, which says how a line is written.
 *
 * @param row the row of conformance.tsv that it covers
 * @param line the line's number
 * @param head the head, one character per octet
 * @param outcome as it stands in the file
 */
record HeadCase(String row, int line, Role role, DriverOptions options, String head, String outcome) {

    static final String DURING_HANDSHAKE = "Error during WebSocket handshake: ";

    static List<HeadCase> all() throws IOException {
        List<HeadCase> cases = new ArrayList<>();
        int number = 0;
        for (String line : Vector.lines("heads.txt")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split(" \\| ?", -1);
            if (fields.length != 4) {
                throw new IllegalArgumentException("heads.txt:" + number + ": expected 4 fields");
            }
            String[] who = fields[1].trim().split(" ", -1);
            DriverOptions.Builder options = DriverTester.options().allowDrafts(who[0].startsWith("hixie"));
            if (who.length > 1) {
                options.protocols(List.of(who[1].replace("protocols=", "").split(",", -1)));
            }
            cases.add(new HeadCase(
                    fields[0].trim(),
                    number,
                    who[0].equals("client") ? Role.CLIENT : Role.SERVER,
                    options.build(),
                    edit(good(who[0]), fields[2]) + (who[0].equals("hixie-76") ? DriverTester.BODY_76 : ""),
                    fields[3].replace("…", DURING_HANDSHAKE)));
        }
        return cases;
    }

    @Override
    public String toString() {
        return row + " line " + line + " " + role;
    }

    private static String good(String who) {
        return switch (who) {
            case "server" -> DriverTester.REQUEST;
            case "client" -> DriverTester.RESPONSE;
            case "hixie-75" -> DriverTester.REQUEST_75;
            case "hixie-76" -> DriverTester.REQUEST_76;
            default -> throw new IllegalArgumentException("Nobody is " + who);
        };
    }

    /** Writes out <code>{part*times}</code>, from the inside to the outside. */
    private static String repeat(String text) {
        int close = text.indexOf('}');
        if (close < 0) {
            return text;
        }
        int open = text.lastIndexOf('{', close);
        int star = text.lastIndexOf('*', close);
        String repeated = text.substring(open + 1, star).repeat(Integer.parseInt(text.substring(star + 1, close)));
        return repeat(text.substring(0, open) + repeated + text.substring(close + 1));
    }

    /** Returns a good head with the differences of a line. */
    static String edit(String good, String differences) {
        List<String> lines = new ArrayList<>(List.of(good.split("\r\n")));
        for (String difference : repeat(differences).split(" & ", -1)) {
            String rest = unescape(difference.substring(1));
            switch (difference.charAt(0)) {
                case '"' -> {
                    // No difference at all.
                }
                case '=' -> lines.set(0, rest);
                case '^' -> lines.add(1, rest);
                case '+' -> lines.add(rest);
                case '-' -> lines.removeIf(line -> line.startsWith(rest + ":"));
                default -> {
                    String name = difference.substring(0, difference.indexOf(':') + 1);
                    lines.replaceAll(line -> line.startsWith(name) ? unescape(difference) : line);
                }
            }
        }
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String unescape(String text) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                octets.append(
                        new String(String.valueOf(c).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                continue;
            }
            switch (text.charAt(++i)) {
                case 'r' -> octets.append('\r');
                case 'n' -> octets.append('\n');
                case 't' -> octets.append('\t');
                case '0' -> octets.append('\0');
                case '\\' -> octets.append('\\');
                case 'x' -> {
                    octets.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException(text);
            }
        }
        return octets.toString();
    }
}
