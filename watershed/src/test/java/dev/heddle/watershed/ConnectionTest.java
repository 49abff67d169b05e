package dev.heddle.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections over loopback that threads read. */
class ConnectionTest {

    private static final byte[] TEXT_AND_CLOSE = HexFormat.of().parseHex("81810000000061" + "88820000000003e8");
    private static final byte[] TEXT_AND_CLOSE_UNMASKED = HexFormat.of().parseHex("810161" + "880203e8");

    private final Recorder atServer = new Recorder();
    private final Recorder atClient = new Recorder();

    /** Returns what reads and sends. */
    ExecutorService threads() {
        return Executors.newCachedThreadPool();
    }

    private Ends open() throws IOException {
        return Ends.open(threads());
    }

    enum Way {
        SOCKET {
            @Override
            UpgradedChannel of(SocketChannel channel) throws IOException {
                return UpgradedChannel.of(channel.socket());
            }
        },
        CHANNEL {
            @Override
            UpgradedChannel of(SocketChannel channel) {
                return UpgradedChannel.of(channel);
            }
        },
        STREAMS {
            @Override
            UpgradedChannel of(SocketChannel channel) throws IOException {
                return UpgradedChannel.of(
                        channel.socket().getInputStream(), channel.socket().getOutputStream());
            }
        };

        abstract UpgradedChannel of(SocketChannel channel) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesTalkAndCloseInOrder(Way way) throws Exception {
        try (Ends ends = open()) {
            WatershedConnection server = ends.accept(way.of(ends.server), atServer, WatershedOptions.defaults());
            WatershedConnection client = ends.connect(way.of(ends.client), atClient);
            assertThat(client.send("Grüße, 世界")).isTrue();
            assertThat(client.send(new byte[] {1, 2})).isTrue();
            assertThat(client.ping(ByteBuffer.wrap(new byte[] {9}))).isTrue();
            assertThat(atServer.next()).isEqualTo("text Grüße, 世界");
            assertThat(atServer.next()).isEqualTo("binary 0102");
            assertThat(atServer.next()).isEqualTo("ping 09");
            assertThat(atClient.next()).isEqualTo("pong 09");
            assertThat(server.end("enough")).isTrue();
            assertThat(atClient.next()).isEqualTo("end NORMAL enough");
            assertThat(atServer.next()).isEqualTo("end NORMAL ");
            assertThat(atServer.isEmpty() && atClient.isEmpty()).isTrue();
        }
    }

    @Test
    void peerThatGoesWithoutACloseFrameIsAReset() throws Exception {
        try (Ends ends = open()) {
            ends.accept(atServer, WatershedOptions.defaults());
            ends.client.setOption(StandardSocketOptions.SO_LINGER, 0);
            ends.client.close();
            assertThat(atServer.next()).startsWith("reset");
            assertThat(atServer.next()).isEqualTo("end null null");
        }
    }

    @Tag("SEC-03")
    @ParameterizedTest
    @CsvSource({
        "unmasked, PROTOCOL_ERROR, 03ea, 8200",
        "TOO_BIG of 5, TOO_BIG, 03f1, 8285",
        "no UTF-8, MALFORMED, 03ef, 818100000000ff"
    })
    void hostileInputEndsWithAnErrorAndItsCode(String what, String name, String code, String frame) throws Exception {
        try (Ends ends = open()) {
            ends.accept(atServer, WatershedOptions.defaults().withMaxLength(4));
            ends.client.write(ByteBuffer.wrap(HexFormat.of().parseHex(frame)));
            String error = atServer.next();
            assertThat(error).as(what).startsWith("error ");
            assertThat(atServer.next()).startsWith("end " + name + " ");
            assertThat(HexFormat.of().formatHex(ends.readAll()))
                    .startsWith("88")
                    .contains(code);
            assertThat(atServer.isEmpty()).isTrue();
        }
    }

    @Test
    void eightThreadsMaySendAtOnce() throws Exception {
        int each = 200;
        try (Ends ends = open()) {
            WatershedConnection server = ends.accept(atServer, WatershedOptions.defaults());
            ends.connect(UpgradedChannel.of(ends.client), atClient);
            List<Future<?>> senders = new ArrayList<>();
            CyclicBarrier barrier = new CyclicBarrier(8);
            for (int thread = 0; thread < 8; thread++) {
                String prefix = thread + " ";
                senders.add(ends.threads.submit(() -> {
                    barrier.await(60, TimeUnit.SECONDS);
                    for (int i = 0; i < each; i++) {
                        assertThat(server.send(prefix + i)).isTrue();
                    }
                    return null;
                }));
            }
            int[] next = new int[8];
            for (int i = 0; i < 8 * each; i++) {
                String[] words = atClient.next().split(" ", -1);
                int thread = Integer.parseInt(words[1]);
                assertThat(words[2]).isEqualTo(Integer.toString(next[thread]));
                next[thread]++;
            }
            for (Future<?> sender : senders) {
                sender.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void endAgainstDestroyEndsEachSideOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            Recorder events = new Recorder();
            try (Ends ends = open()) {
                WatershedConnection server = ends.accept(events, WatershedOptions.defaults());
                WatershedConnection client = ends.connect(UpgradedChannel.of(ends.client), new Recorder());
                CyclicBarrier barrier = new CyclicBarrier(2);
                Future<?> destroyed = ends.threads.submit(() -> {
                    barrier.await(60, TimeUnit.SECONDS);
                    server.destroy();
                    return null;
                });
                barrier.await(60, TimeUnit.SECONDS);
                client.end("now");
                server.end("too");
                destroyed.get(60, TimeUnit.SECONDS);
                assertThat(events.next()).startsWith("end ");
                assertThat(events.isEmpty()).isTrue();
            }
        }
    }

    @Test
    void destroyFreesWhoWaitsForASlowPeer() throws Exception {
        try (Ends ends = open()) {
            WatershedConnection server = ends.accept(atServer, WatershedOptions.defaults());
            // More than the network takes.
            Future<Boolean> sender = ends.threads.submit(() -> server.send(new byte[32 << 20]));
            // Its first bytes have come, so the sender is at it; nobody reads the rest.
            ends.client.read(ByteBuffer.allocate(16));
            server.destroy();
            assertThat(sender.get(60, TimeUnit.SECONDS)).isFalse();
            assertThat(atServer.next()).isEqualTo("end null null");
            assertThatThrownBy(ends::readAll)
                    .as("what was half written")
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void senderThatWaitsDoesNotKeepMessagesFromBeingHeard() throws Exception {
        try (Ends ends = open()) {
            WatershedConnection server = ends.accept(atServer, WatershedOptions.defaults());
            Future<Boolean> sender = ends.threads.submit(() -> server.send(new byte[32 << 20]));
            ends.client.read(ByteBuffer.allocate(16));
            ends.client.write(ByteBuffer.wrap(HexFormat.of().parseHex("89810000000070" + "81810000000061")));
            assertThat(atServer.next()).isEqualTo("ping 70");
            assertThat(atServer.next()).isEqualTo("text a");
            ends.client.close();
            assertThat(sender.get(60, TimeUnit.SECONDS)).isFalse();
            assertThat(atServer.next()).startsWith("reset");
        }
    }

    @Test
    void closeFrameThatWaitedBehindASenderIsFollowedByTheEndOfTheChannel() throws Exception {
        try (Ends ends = open()) {
            WatershedConnection server = ends.accept(atServer, WatershedOptions.defaults());
            Future<Boolean> sender = ends.threads.submit(() -> server.send(new byte[32 << 20]));
            ends.client.read(ByteBuffer.allocate(16));
            ends.client.write(ByteBuffer.wrap(TEXT_AND_CLOSE.clone()));
            assertThat(atServer.next()).isEqualTo("text a");
            Future<byte[]> rest = ends.threads.submit(ends::readAll);
            assertThat(rest.get(60, TimeUnit.SECONDS)).endsWith(0x88, 0x02, 0x03, 0xe8);
            assertThat(sender.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(atServer.next()).isEqualTo("end NORMAL ");
        }
    }

    @Test
    void peerThatGoesBehindItsCloseFrameIsNoReset() throws Exception {
        try (Ends ends = open()) {
            WatershedConnection server = ends.accept(atServer, WatershedOptions.defaults());
            Future<Boolean> sender = ends.threads.submit(() -> server.send(new byte[32 << 20]));
            ends.client.read(ByteBuffer.allocate(16));
            ends.client.write(ByteBuffer.wrap(TEXT_AND_CLOSE.clone()));
            assertThat(atServer.next()).isEqualTo("text a");
            ends.client.close();
            assertThat(sender.get(60, TimeUnit.SECONDS)).isFalse();
            assertThat(atServer.next()).isEqualTo("end NORMAL ");
        }
    }

    @Test
    void channelThatCanNotBeWrittenToIsNotReadForEver() throws Exception {
        try (Ends ends = open()) {
            OutputStream broken = new OutputStream() {
                private boolean answered;

                @Override
                public void write(int octet) throws IOException {
                    throw new IOException("broken");
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    if (answered) {
                        throw new IOException("broken");
                    }
                    answered = true;
                    ends.server.socket().getOutputStream().write(bytes, from, count);
                }
            };
            UpgradedChannel channel = UpgradedChannel.of(ends.server.socket().getInputStream(), broken);
            WatershedConnection server = ends.accept(channel, atServer, WatershedOptions.defaults());
            assertThat(server.send("lost")).isFalse();
            assertThat(atServer.next()).isEqualTo("reset broken");
            assertThat(atServer.next()).isEqualTo("end null null");
        }
    }

    @Test
    void executorThatTakesNoMoreLeavesTheConnectionAsItWas() throws Exception {
        try (Ends ends = open()) {
            WatershedConnection client = Watershed.connect(
                            Sample.response(Sample.responseHeaders()),
                            UpgradedChannel.of(ends.client),
                            ByteBuffer.wrap(TEXT_AND_CLOSE_UNMASKED.clone()),
                            Sample.KEY)
                    .listen(atClient);
            assertThatThrownBy(() -> client.start(task -> {
                        throw new RejectedExecutionException("full");
                    }))
                    .hasMessage("full");
            ends.server.close();
            client.run();
            assertThat(atClient.next()).isEqualTo("text a");
            assertThat(atClient.next()).isEqualTo("end NORMAL ");
        }
    }

    @Test
    void channelThatThrowsAnythingIsAReset() throws Exception {
        WatershedConnection connection = Watershed.connect(
                        Sample.response(Sample.responseHeaders()),
                        UpgradedChannel.of(
                                new InputStream() {
                                    @Override
                                    public int read() {
                                        throw new IllegalStateException("not now");
                                    }

                                    @Override
                                    public int read(byte[] bytes, int from, int count) {
                                        throw new IllegalStateException("not now");
                                    }
                                },
                                new ByteArrayOutputStream()),
                        null,
                        Sample.KEY)
                .listen(atClient);
        connection.run();
        assertThat(atClient.next()).isEqualTo("reset The channel can not be read");
        assertThat(atClient.next()).isEqualTo("end null null");
        assertThat(connection.send("late")).isFalse();
    }

    @Test
    void channelThatTurnsNonBlockingIsAReset() throws Exception {
        try (Ends ends = open()) {
            WatershedConnection client = Watershed.connect(
                            Sample.response(Sample.responseHeaders()),
                            UpgradedChannel.of(ends.client),
                            null,
                            Sample.KEY)
                    .listen(atClient);
            ends.client.configureBlocking(false);
            client.run();
            assertThat(atClient.next()).isEqualTo("reset The channel gave no byte: it has to block until there is one");
            assertThat(atClient.next()).isEqualTo("end null null");
        }
    }

    @Test
    void nonBlockingChannelIsRefused() throws Exception {
        try (Ends ends = open()) {
            ends.server.configureBlocking(false);
            assertThatThrownBy(() -> UpgradedChannel.of(ends.server))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("non-blocking");
        }
    }

    @Test
    void flightRecorderSeesWhatPasses(@TempDir Path directory) throws Exception {
        List<String> names = List.of(
                "Start",
                "End",
                "ReadBuffer",
                "SendText",
                "SendBinary",
                "SendClose",
                "ReceiveText",
                "ReceiveBinary",
                "ReceiveClose");
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            names.forEach(name -> recording.enable("dev.heddle.watershed." + name));
            recording.start();
            bothSidesTalkAndCloseInOrder(Way.SOCKET);
            recording.stop();
            recording.dump(file);
        }
        Set<String> seen = new HashSet<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            seen.add(event.getEventType().getName().replace("dev.heddle.watershed.", ""));
            if (event.getEventType().getName().endsWith("SendClose")) {
                assertThat(event.getLong("length")).isEqualTo(1000);
            }
        }
        assertThat(seen).containsAll(names);
    }
}
