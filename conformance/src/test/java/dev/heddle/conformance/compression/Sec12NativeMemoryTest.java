package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.State;
import dev.heddle.permessagedeflate.CountedZlib;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever a connection ends, its compressors and decompressors end with it, each once. */
@Tag("SEC-12")
class Sec12NativeMemoryTest {

    /** Cycles at a point where a compressor lives cost about 20 µs each, half of it for the making of that. */
    private static final int CYCLES = 50_000;

    private static final int POOLED_CYCLES = 5_000;

    private static final byte[] HELLO = HexFormat.of().parseHex("f248cdc9c90700");

    private static final int LIMIT = 4096;
    /** Zeros, just more than the driver bears. */
    private static final byte[] BOMB = Deflated.deflated(new byte[LIMIT + 1]);

    /** Where in its life a connection is cut off. */
    @SuppressWarnings("ImmutableEnumChecker") // the actions keep nothing
    enum Point {
        BEFORE_THE_HANDSHAKE(side -> {}, 0),
        BEHIND_THE_OFFER(
                side -> {
                    side.driver.start();
                    if (side.who == Who.SERVER) {
                        // Its offer is what a client has sent; half of the head behind it is still to come.
                        side.feed(Side.request("permessage-deflate").getBytes(StandardCharsets.ISO_8859_1), 0, 150);
                    }
                },
                0),
        BEHIND_A_REFUSAL(
                side -> side.shakeHands(side.who == Who.SERVER ? "permessage-deflate;;" : "permessage-deflate; foo"),
                0),
        OPEN(Point::open, 0),
        BEHIND_THE_FIRST_MESSAGE(
                side -> {
                    open(side);
                    side.frame(0xc1, HELLO);
                },
                1),
        BEHIND_A_MESSAGE_IN_EACH_DIRECTION(
                side -> {
                    open(side);
                    side.frame(0xc1, HELLO);
                    side.driver.text("Hello");
                },
                2),
        INSIDE_A_MESSAGE(
                side -> {
                    open(side);
                    side.frame(0xc1, HELLO);
                    side.frame(0x41, new byte[] {(byte) 0xf2, 0});
                },
                1),
        BEHIND_A_FINAL_BLOCK(
                side -> {
                    open(side);
                    side.frame(0xc1, HexFormat.of().parseHex("f348cdc9c9070000"));
                },
                1),
        BEHIND_A_CORRUPT_MESSAGE(
                side -> {
                    open(side);
                    side.driver.text("Hello");
                    side.frame(0xc1, new byte[] {-1, -1, -1});
                },
                0),
        BEHIND_A_BOMB(
                side -> {
                    open(side);
                    side.driver.text("Hello");
                    side.frame(0xc2, BOMB);
                },
                0),
        WHILE_CLOSING(
                side -> {
                    open(side);
                    side.frame(0xc1, HELLO);
                    side.driver.text("Hello");
                    side.driver.close();
                },
                2),
        BEHIND_A_CLEAN_CLOSE(
                side -> {
                    open(side);
                    side.frame(0xc1, HELLO);
                    side.driver.text("Hello");
                    side.frame(0x88, new byte[] {3, (byte) 0xe8});
                },
                0);

        private final Consumer<Side> reach;
        /** How many live there, without a pool. */
        private final int live;

        Point(Consumer<Side> reach, int live) {
            this.reach = reach;
            this.live = live;
        }

        private static void open(Side side) {
            side.shakeHands("permessage-deflate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCompressorEndsWithItsConnection(Point point) {
        CountedZlib zlib = new CountedZlib();
        PermessageDeflate extension = zlib.builder().build();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            Who who = cycle % 2 == 0 ? Who.SERVER : Who.CLIENT;
            Side side = Side.fresh(who, Side.options(extension).maxLength(LIMIT));
            point.reach.accept(side);
            if (zlib.live() != point.live) {
                assertThat(zlib.live()).as("%s %d", who, cycle).isEqualTo(point.live);
            }
            side.driver.lost();
            if (zlib.live() != 0) {
                assertThat(zlib.live()).as("%s %d", who, cycle).isZero();
            }
        }
        assertThat(zlib.live()).isZero();
        assertThat(zlib.endedTwice()).isZero();
        assertThat(zlib.made() > 0).isEqualTo(point.compareTo(Point.OPEN) > 0);
    }

    @ParameterizedTest
    @EnumSource
    void poolKeepsAFewAndEndsThem(Point point) {
        CountedZlib zlib = new CountedZlib();
        PermessageDeflate extension = zlib.builder().maxIdleCodecs(2).build();
        for (int cycle = 0; cycle < POOLED_CYCLES; cycle++) {
            Side side = Side.fresh(
                    cycle % 2 == 0 ? Who.SERVER : Who.CLIENT,
                    Side.options(extension).maxLength(LIMIT));
            point.reach.accept(side);
            side.driver.lost();
        }
        assertThat(zlib.live()).isLessThanOrEqualTo(4);
        // What failed is never used again; all else is.
        boolean failing = point == Point.BEHIND_A_CORRUPT_MESSAGE || point == Point.BEHIND_A_BOMB;
        assertThat(zlib.made()).isLessThanOrEqualTo(failing ? POOLED_CYCLES + 4L : 4);
        extension.close();
        assertThat(zlib.live()).isZero();
        assertThat(zlib.endedTwice()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void connectionThatWasReadBehindTheEndOfThePoolStillEndsItsOwn(Point point) {
        CountedZlib zlib = new CountedZlib();
        PermessageDeflate extension = zlib.builder().maxIdleCodecs(2).build();
        Side side = Side.fresh(Who.SERVER, Side.options(extension).maxLength(LIMIT));
        point.reach.accept(side);
        extension.close();
        if (side.driver.state() == State.OPEN && point != Point.INSIDE_A_MESSAGE) {
            side.frame(0xc1, HELLO);
        }
        side.driver.lost();
        assertThat(zlib.live()).isZero();
        assertThat(zlib.endedTwice()).isZero();
    }

    @Test
    void applicationThatRefusesMakesNothing() {
        CountedZlib zlib = new CountedZlib();
        DriverOptions options = Side.options(zlib.builder().build()).build();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            ServerDriver server = Driver.server(options, new OutputQueue(), driver -> new DriverListener() {
                @Override
                public void onConnect(Request request) {
                    driver.refuse(Response.text(403, "No"));
                }
            });
            server.parse(ByteBuffer.wrap(Side.request("permessage-deflate").getBytes(StandardCharsets.ISO_8859_1)));
        }
        assertThat(zlib.made()).isZero();
    }
}
