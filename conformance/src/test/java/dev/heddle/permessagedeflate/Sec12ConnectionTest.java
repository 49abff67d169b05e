package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.compression.ResidentMemory;
import dev.heddle.driver.DriverOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What zlib holds is freed exactly once, whenever in its life a connection ends, through the whole stack. */
@Tag("SEC-12")
class Sec12ConnectionTest {

    /** For each moment, with each of the settings a quarter of them. */
    private static final int CYCLES = 50_000;

    /** How many of them have decompressors that are made by zlib and freed there. */
    private static final int CYCLES_WITH_NEW = 2_000;

    /** How many connections live side by side: more than the pools keep for. */
    private static final int TOGETHER = 5;

    private static final int WAYS_TO_ABORT = 3;
    private static final long MEBIBYTE = 1 << 20;

    @EnumSource
    @ParameterizedTest
    void connectionThatEndsLeavesNothingNative(Moment moment) {
        Setting[] settings = Setting.values();
        for (Setting setting : settings) {
            cycle(moment, setting, Ledger.Supply.NEW, CYCLES_WITH_NEW / settings.length);
            cycle(moment, setting, Ledger.Supply.REUSED, (CYCLES - CYCLES_WITH_NEW) / settings.length);
        }
    }

    /** Opens and aborts connections, as servers and as clients. */
    private static void cycle(Moment moment, Setting setting, Ledger.Supply supply, int cycles) {
        Ledger ledger = new Ledger(supply);
        try (PermessageDeflate extension = setting.extension(ledger)) {
            DriverOptions options = Side.options(extension);
            for (int begun = 0; begun < cycles; begun += TOGETHER) {
                List<Side> sides = new ArrayList<>();
                for (int i = begun; i < begun + TOGETHER; i++) {
                    Side side = new Side(i % 2 == 0, options, setting.agreement());
                    moment.reach(side);
                    sides.add(side);
                }
                for (int i = 0; i < TOGETHER; i++) {
                    sides.get(i).abort((begun + i) / 2 % WAYS_TO_ABORT);
                }
                assertThat(ledger.liveInflaters())
                        .as("%s, decompressors", setting)
                        .isBetween(0, setting.idle());
            }
            if (setting.idle() == 0) {
                // Each connection had what it should have had, and one at most.
                assertThat(ledger.usedInflaters()).isEqualTo(cycles * moment.inflaters());
            }
        }
        assertThat(ledger.liveInflaters())
                .as("%s, decompressors at the end", setting)
                .isZero();
        assertThat(ledger.faults()).as(setting.name()).isEmpty();
        ledger.free();
    }

    /** The allocator keeps what it has once had, so that only growth tells. */
    @Test
    void residentMemoryDoesNotGrowWithTheConnectionsThatHaveBeen() throws Exception {
        assumeTrue(ResidentMemory.isKnown(), "only Linux tells it in /proc");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // All that grows is outside of the heap then.
                "-Xms192m",
                "-Xmx192m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NativeMemory.class.getName());
        ChildProcess.Result result;
        try (ChildProcess process = ChildProcess.start(command)) {
            result = process.result();
        }
        assertThat(result.status()).as("%s", result.err()).isZero();
        List<Long> resident = result.out().stream().map(Long::valueOf).toList();
        assertThat(resident).hasSize(2);
        System.out.println("Resident after 10,000 connections " + resident.get(0) / MEBIBYTE + " MiB, after 50,000 "
                + resident.get(1) / MEBIBYTE + " MiB");
        assertThat(resident.get(1) - resident.get(0)).isLessThan(64 * MEBIBYTE);
    }
}
