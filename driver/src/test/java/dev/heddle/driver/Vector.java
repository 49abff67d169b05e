package dev.heddle.driver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code vectors.txt}, which says how a line is written, read for one of the roles that it is for.
 *
 * @param row the row of conformance.tsv that it covers
 * @param line the line's number
 * @param version the version that the connection speaks
 * @param steps the bytes received, each up to the next command, and the commands
 * @param expected the log that {@link DriverTester} keeps
 */
record Vector(
        String row,
        int line,
        String version,
        Role role,
        DriverOptions.Builder options,
        List<Step> steps,
        List<String> expected) {

    private static final String HYBI = "hybi-13";

    private static final Pattern WORD = Pattern.compile("\\[[^]]*]|\"[^\"]*\"|[^\\s\\[\"]+(\\([^)]*\\))?");

    /** Bytes of the peer's, or a command of the owner's: one of the two is null. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(byte[] bytes, String command) {

        /** Issues the command, which has to answer true; false is expected where it begins with an exclamation mark. */
        void issue(Driver driver) {
            boolean accepted = command.charAt(0) != '!';
            int open = command.indexOf('(');
            String argument = command.substring(open + 1, command.length() - 1);
            boolean answer =
                    switch (command.substring(accepted ? 0 : 1, open)) {
                        case "text" -> driver.text(argument);
                        case "textPart" -> driver.text(Wire.buffer(argument), false);
                        case "textEnd" -> driver.text(Wire.buffer(argument), true);
                        case "binary" -> driver.binary(ByteBuffer.wrap(Wire.bytes(argument)));
                        case "ping" -> driver.ping(ByteBuffer.wrap(Wire.bytes(argument)));
                        case "pong" -> driver.pong(ByteBuffer.wrap(Wire.bytes(argument)));
                        case "close" -> close(driver, argument);
                        case "end" -> {
                            driver.end();
                            yield true;
                        }
                        default -> throw new IllegalArgumentException("No command " + command);
                    };
            if (answer != accepted) {
                throw new AssertionError(command + " answered " + answer);
            }
        }

        private static boolean close(Driver driver, String argument) {
            if (argument.isEmpty()) {
                return driver.close();
            }
            int comma = argument.indexOf(',');
            return comma < 0
                    ? driver.close(Integer.parseInt(argument), "")
                    : driver.close(Integer.parseInt(argument.substring(0, comma)), argument.substring(comma + 1));
        }
    }

    /** Reads all vectors, each for every role that it is for. */
    static List<Vector> all() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        int number = 0;
        for (String line : lines("vectors.txt")) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] fields = line.split("\\|", -1);
                if (fields.length != 4) {
                    throw new IllegalArgumentException("vectors.txt:" + number + ": expected 4 fields");
                }
                List<String> who = words(fields[1]);
                for (String peer : peers(who.get(0))) {
                    Role role = peer.equals("client") ? Role.CLIENT : Role.SERVER;
                    vectors.add(new Vector(
                            fields[0].trim(),
                            number,
                            peer.startsWith("hixie") ? peer : HYBI,
                            role,
                            options(who.subList(1, who.size())),
                            steps(role, words(fields[2])),
                            expected(role, words(fields[3]))));
                }
            }
        }
        return vectors;
    }

    static List<String> lines(String resource) throws IOException {
        try (InputStream in = Vector.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Override
    public String toString() {
        return row + " line " + line + " " + role + " " + version;
    }

    /** Returns a driver as the vector begins with it. */
    DriverTester open() {
        return version.equals(HYBI) ? DriverTester.open(role, options) : DriverTester.openDraft(version, options);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (Matcher matcher = WORD.matcher(text); matcher.find(); ) {
            words.add(matcher.group());
        }
        return words;
    }

    private static List<String> peers(String name) {
        return switch (name) {
            case "both" -> List.of("server", "client");
            case "drafts" -> List.of("hixie-75", "hixie-76");
            case "server", "client", "hixie-75", "hixie-76" -> List.of(name);
            default -> throw new IllegalArgumentException("Nobody is " + name);
        };
    }

    private static DriverOptions.Builder options(List<String> settings) {
        DriverOptions.Builder options = DriverTester.options();
        Limits limits = Limits.defaults();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String value = setting.substring(equals + 1);
            switch (setting.substring(0, equals)) {
                case "maxLength" -> limits = limits.withMaxLength(Integer.parseInt(value));
                case "maxFragments" -> limits = limits.withMaxFragments(Integer.parseInt(value));
                case "requireMasking" -> options.requireMasking(Boolean.parseBoolean(value));
                default -> throw new IllegalArgumentException("No option " + setting);
            }
        }
        return options.limits(limits);
    }

    private static List<Step> steps(Role role, List<String> words) {
        List<Step> steps = new ArrayList<>();
        byte[] bytes = {};
        for (String word : words) {
            if (!word.endsWith(")")) {
                bytes = Wire.join(bytes, received(role, word));
                continue;
            }
            if (bytes.length > 0) {
                steps.add(new Step(bytes, null));
                bytes = new byte[0];
            }
            steps.add(new Step(null, word));
        }
        if (bytes.length > 0) {
            steps.add(new Step(bytes, null));
        }
        return steps;
    }

    private static byte[] received(Role role, String word) {
        return word.startsWith("[") ? Wire.toPeer(role, Wire.bytes(inside(word))) : Wire.bytes(word);
    }

    private static List<String> expected(Role role, List<String> words) {
        List<String> log = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "text", "binary", "ping", "pong" -> log.add((word + " " + payload(words.get(++i))).trim());
                case "error", "close" -> {
                    String code = words.get(++i);
                    log.add((word + " " + code + " " + inside(words.get(++i))).trim());
                }
                case "FAIL" -> {
                    int code = Integer.parseInt(words.get(++i));
                    String reason = inside(words.get(++i));
                    byte[] frame = Wire.bytes(DriverTester.closeFrame(code, reason));
                    log.add("> " + Wire.hex(Wire.from(role, frame)));
                    log.add("error " + code + " " + reason);
                    log.add("close " + code + " " + reason);
                }
                case "nothing" -> {
                    // Says so where an empty field could be taken for a slip.
                }
                default -> log.add("> " + Wire.hex(sent(role, word)));
            }
        }
        return DriverTester.mergeOutput(log);
    }

    private static byte[] sent(Role role, String word) {
        return word.startsWith("[") ? Wire.from(role, Wire.bytes(inside(word))) : Wire.bytes(word);
    }

    private static String payload(String word) {
        return word.startsWith("\"") ? Wire.hex(inside(word)) : Wire.hex(Wire.bytes(word));
    }

    private static String inside(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }
}
