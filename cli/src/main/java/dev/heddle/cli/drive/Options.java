package dev.heddle.cli.drive;

import dev.heddle.driver.DriverOptions;
import dev.heddle.extensions.Extension;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The options of a driver as a line has them. */
final class Options {

    private static final Set<String> NAMES =
            Set.of("maxLength", "protocols", "allowDrafts", "requireMasking", "extensions");

    private static final int KEY_BYTES = 16;

    private Options() {}

    /** Reads the field {@code options}, and {@code key} on a client, which may be absent. */
    static DriverOptions of(Fields line) throws LineException {
        DriverOptions.Builder builder = DriverOptions.builder();
        Fields options = line.objectIfAny("options");
        options.checkNames("option", NAMES);
        builder.maxLength(
                options.number("maxLength", DriverOptions.defaults().limits().maxLength()));
        builder.protocols(options.texts("protocols"));
        builder.allowDrafts(options.flag("allowDrafts", false));
        builder.requireMasking(options.flag("requireMasking", true));
        builder.extensions(extensions(options.texts("extensions")));
        if (line.optional("key") != null) {
            builder.random(firstKey(line.text("key")));
        }
        return builder.build();
    }

    /** Reads the names of extensions, behind which options may follow: {@code permessage-deflate; level=9}. */
    private static List<Extension> extensions(List<String> texts) throws LineException {
        List<Extension> extensions = new ArrayList<>();
        for (String text : texts) {
            int semicolon = text.indexOf(';');
            String name = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
            if (!name.equals(PermessageDeflate.NAME)) {
                throw new LineException("Unknown extension: " + name + "; there is " + PermessageDeflate.NAME);
            }
            PermessageDeflate.Builder deflate = PermessageDeflate.builder();
            try {
                extensions.add(deflate.setAll(semicolon < 0 ? "" : text.substring(semicolon + 1))
                        .build());
            } catch (IllegalArgumentException e) {
                throw new LineException(name + ": " + e.getMessage());
            }
        }
        return extensions;
    }

    /** Returns a source of randomness by which the handshake has a given key; masking keys stay random. */
    private static Consumer<byte[]> firstKey(String base64) throws LineException {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new LineException("key must be Base64: " + e.getMessage());
        }
        if (key.length != KEY_BYTES) {
            throw new LineException("key must be " + KEY_BYTES + " bytes in Base64, not " + key.length);
        }
        SecureRandom random = new SecureRandom();
        return new Consumer<>() {

            private boolean used;

            @Override
            public void accept(byte[] bytes) {
                if (used) {
                    random.nextBytes(bytes);
                } else {
                    System.arraycopy(key, 0, bytes, 0, bytes.length);
                    used = true;
                }
            }
        };
    }
}
