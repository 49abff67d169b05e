package dev.heddle.conformance.compression;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What the cases send: data of the kinds and sizes that the Autobahn test suite has in its files, made from seeds. What is
 * sent as text is ASCII, so that it may be cut anywhere.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
enum CaseData {
    JSON(1, "Large JSON data file", true, CaseData::json),
    IMAGE(2, "A picture, bitmap 512 x 512", false, CaseData::image),
    PROSE(3, "Human readable text in UTF-8", false, CaseData::prose),
    HTML(4, "Large HTML file", true, CaseData::html),
    DOCUMENT(5, "A larger document of text and compressed streams", false, CaseData::document);

    private static final List<String> SYLLABLES = List.of(
            "be", "den", "er", "fau", "ge", "haus", "in", "ka", "lie", "mü", "nacht", "o", "pro", "que", "rei", "schö",
            "ßen", "tag", "un", "ver", "wort", "xa", "you", "zeit", "ä", "lich");

    /** The number within section 12, and the seed. */
    final int number;

    final String description;
    final boolean text;
    private final Function<Random, byte[]> make;

    CaseData(int number, String description, boolean text, Function<Random, byte[]> make) {
        this.number = number;
        this.description = description;
        this.text = text;
        this.make = make;
    }

    /** Returns the data, the same each time. */
    byte[] bytes() {
        return make.apply(new Random(number));
    }

    private static byte[] json(Random random) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; json.length() < 190_000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"guid\":\"%016x\"".formatted(random.nextLong()))
                    .append(",\"active\":")
                    .append(random.nextBoolean())
                    .append(",\"balance\":%.2f".formatted(random.nextDouble() * 5000))
                    .append(",\"name\":\"")
                    .append(ascii(words(random, 2)))
                    .append("\",\"tags\":[\"")
                    .append(ascii(words(random, 1)))
                    .append("\",\"")
                    .append(ascii(words(random, 1)))
                    .append("\"],\"about\":\"")
                    .append(ascii(words(random, 20)))
                    .append("\"}");
        }
        return json.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] image(Random random) {
        int side = 512;
        ByteBuffer image = ByteBuffer.allocate(1078 + side * side).position(1078);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double shade = 120 + 60 * Math.sin(x / 40.0) + 50 * Math.cos(y / 60.0);
                image.put((byte) (shade + random.nextGaussian() * 6));
            }
        }
        return image.array();
    }

    private static byte[] prose(Random random) {
        StringBuilder prose = new StringBuilder();
        while (prose.length() < 215_000) {
            prose.append(words(random, 4 + random.nextInt(6))).append(random.nextInt(4) == 0 ? ".\r\n\r\n" : ",\r\n");
        }
        return prose.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] html(Random random) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body>\n");
        for (int i = 0; html.length() < 260_000; i++) {
            html.append("<div class=\"entry\" id=\"e").append(i).append("\"><a href=\"/entries/");
            html.append(Integer.toHexString(random.nextInt())).append("\">").append(ascii(words(random, 3)));
            html.append("</a><p>").append(ascii(words(random, 30))).append("</p></div>\n");
        }
        return html.append("</body></html>").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] document(Random random) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        byte[] stream = new byte[20_000];
        for (int i = 1; document.size() < 1_000_000; i++) {
            random.nextBytes(stream);
            String head = i + " 0 obj\n<< /Length " + stream.length + " /Filter /FlateDecode >>\nstream\n";
            document.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            document.writeBytes(stream);
            document.writeBytes("\nendstream\nendobj\n".getBytes(StandardCharsets.US_ASCII));
            document.writeBytes(words(random, 200).getBytes(StandardCharsets.UTF_8));
        }
        return document.toByteArray();
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int word = 0; word < count; word++) {
            words.append(word == 0 ? "" : " ");
            for (int i = random.nextInt(3); i >= 0; i--) {
                words.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
            }
        }
        return words.toString();
    }

    private static String ascii(String words) {
        return words.replace('ä', 'a').replace('ö', 'o').replace('ü', 'u').replace("ß", "ss");
    }
}
