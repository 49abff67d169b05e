package dev.heddle.permessagedeflate;

import dev.heddle.conformance.compression.ResidentMemory;
import dev.heddle.driver.DriverOptions;
import java.io.IOException;

/**
 * Opens and loses connections with compressors and decompressors of zlib's own, and prints how many bytes the process has
 * resident after 10,000 and after 50,000 of them. A program, as its JVM should do nothing else.
 */
final class NativeMemory {

    private NativeMemory() {}

    public static void main(String[] args) throws IOException {
        Ledger ledger = new Ledger(Ledger.Supply.NEW);
        try (PermessageDeflate extension = Setting.TAKEOVER.extension(ledger)) {
            DriverOptions options = Side.options(extension);
            cycle(options, 10_000);
            System.out.println(ResidentMemory.bytes());
            cycle(options, 40_000);
            System.out.println(ResidentMemory.bytes());
        }
    }

    private static void cycle(DriverOptions options, int cycles) {
        for (int i = 0; i < cycles; i++) {
            Side side = new Side(i % 2 == 0, options, Setting.TAKEOVER.agreement());
            Moment.INSIDE_A_FRAGMENTED_MESSAGE.reach(side);
            side.abort(0);
        }
    }
}
