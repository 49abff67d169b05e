package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How much is under way in a driver's streams, and that everything gets through. */
class StreamFlowTest {

    private static final long TOTAL = 100L << 20;
    private static final long MOST_UNDER_WAY = 1 << 20;
    private static final int[] SIZES = {8, 70_000, 16_384, 125, 1000, 65_536};

    /** A client and a server whose wires are connected with each other. */
    private static final class Pair {

        final DriverStreams client;
        final DriverStreams server;

        Pair(Driver client, Driver server) {
            this.client = client.streams();
            this.server = server.streams();
            server.start();
            this.client.io().subscribe(this.server.io());
            this.server.io().subscribe(this.client.io());
            client.start();
            assertThat(client.state()).isEqualTo(State.OPEN);
            assertThat(server.state()).isEqualTo(State.OPEN);
        }

        static Pair open() {
            return new Pair(client(), Driver.server(DriverOptions.defaults()));
        }

        private static Driver client() {
            return Driver.client("ws://h/", DriverOptions.defaults());
        }
    }

    /** Makes numbered messages of several sizes, a hundred mebibytes of them, and checks that they arrive in order. */
    private static final class Load {

        final TestSource<WebSocketMessage> source = new TestSource<>(this::next);
        private long made;
        private long arrived;
        private int nextNumber;
        private int expectedNumber;
        private long peak;

        private WebSocketMessage next() {
            if (made >= TOTAL) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.allocate(SIZES[nextNumber % SIZES.length]);
            made += bytes.remaining();
            peak = Math.max(peak, made - arrived);
            return new WebSocketMessage.Binary(bytes.putInt(0, nextNumber++));
        }

        void arrive(WebSocketMessage message) {
            ByteBuffer bytes = ((WebSocketMessage.Binary) message).bytes();
            assertThat(bytes.getInt(bytes.position())).isEqualTo(expectedNumber);
            assertThat(bytes.remaining()).isEqualTo(SIZES[expectedNumber % SIZES.length]);
            expectedNumber++;
            arrived += bytes.remaining();
        }

        void assertAllArrived() {
            assertThat(made).isGreaterThanOrEqualTo(TOTAL);
            assertThat(arrived).isEqualTo(made);
            assertThat(expectedNumber).isEqualTo(nextNumber);
            assertThat(peak).isLessThanOrEqualTo(MOST_UNDER_WAY);
        }
    }

    /** Takes messages without keeping them. */
    private static TestReader<WebSocketMessage> reader(Load load, boolean slow) {
        TestReader<WebSocketMessage> reader = slow ? TestReader.slow() : TestReader.eager();
        return reader.then(message -> {
            load.arrive(message);
            reader.items().clear();
        });
    }

    @Test
    void slowReaderHoldsUpTheSourceAtTheOtherEnd() {
        Pair pair = Pair.open();
        Load load = new Load();
        TestReader<WebSocketMessage> reader = reader(load, true);
        pair.server.messages().subscribe(reader);
        load.source.subscribe(pair.client.messages());
        assertThat(load.made).isBetween(1L, MOST_UNDER_WAY);
        for (int taken = 0; load.arrived < TOTAL; taken++) {
            assertThat(load.expectedNumber).isEqualTo(taken);
            reader.request(1);
        }
        load.assertAllArrived();
    }

    @Test
    void echoOfTheStreamIntoItselfHoldsUpTheSourceThatDoesNotRead() {
        Pair pair = Pair.open();
        pair.server.messages().subscribe(pair.server.messages());
        Load load = new Load();
        TestReader<WebSocketMessage> reader = reader(load, true);
        pair.client.messages().subscribe(reader);
        load.source.subscribe(pair.client.messages());
        while (load.arrived < TOTAL) {
            reader.request(1);
        }
        load.assertAllArrived();
    }

    /** If an output that is full held up the bytes that come in, both would wait for each other. */
    @Test
    void bothSidesMaySendMuchAtTheSameTime() {
        Pair pair = Pair.open();
        Load toServer = new Load();
        Load toClient = new Load();
        TestReader<WebSocketMessage> atServer = reader(toServer, false);
        TestReader<WebSocketMessage> atClient = reader(toClient, false);
        pair.server.messages().subscribe(atServer);
        pair.client.messages().subscribe(atClient);
        toServer.source.subscribe(pair.client.messages());
        toClient.source.subscribe(pair.server.messages());
        toServer.assertAllArrived();
        toClient.assertAllArrived();
    }

    /** Two outputs that nobody read for a while, both full, get going again. */
    @Test
    void fullOutputsOnBothSidesDoNotLockEachOther() {
        Driver client = Pair.client();
        Driver server = Driver.server(DriverOptions.defaults());
        Pair pair = new Pair(client, server);
        TestReader<WebSocketMessage> atServer = TestReader.eager();
        TestReader<WebSocketMessage> atClient = TestReader.slow();
        pair.server.messages().subscribe(atServer);
        pair.client.messages().subscribe(atClient);
        for (int i = 0; i < 10; i++) {
            server.binary(ByteBuffer.allocate(50_000));
        }
        for (int i = 0; i < 10; i++) {
            client.binary(ByteBuffer.allocate(50_000));
        }
        assertThat(server.bufferedAmount()).isPositive();
        atClient.request(Long.MAX_VALUE);
        assertThat(atServer.items()).hasSize(10);
        assertThat(atClient.items()).hasSize(10);
        assertThat(server.bufferedAmount()).isZero();
        assertThat(client.bufferedAmount()).isZero();
    }

    @Test
    void outputThatIsNotReadHoldsUpMessages() {
        StreamTester tester = StreamTester.open(Role.SERVER, new DriverListener() {}, TestReader.slow());
        tester.connectAll();
        Load load = new Load();
        load.source.subscribe(tester.streams.messages());
        assertThat(load.made).isBetween((long) StreamPump.HIGH_WATERMARK, MOST_UNDER_WAY / 4);
        long before = load.made;
        tester.sent.request(1);
        tester.sent.request(1);
        tester.sent.request(1);
        assertThat(load.made).isGreaterThan(before);
    }

    @Test
    void outputThatIsNotReadHoldsUpAnEchoOfTheStreamIntoItself() {
        StreamTester tester = StreamTester.open(Role.SERVER, new DriverListener() {}, TestReader.slow());
        tester.streams.messages().subscribe(tester.streams.messages());
        tester.connect();
        feedUntilHeldUp(tester);
    }

    @Test
    void outputThatIsNotReadHoldsUpAListenerThatAnswers() {
        Driver[] driver = new Driver[1];
        StreamTester tester = StreamTester.open(
                Role.SERVER,
                new DriverListener() {
                    @Override
                    public void onBinary(ByteBuffer data, boolean last) {
                        driver[0].binary(data, last);
                    }
                },
                TestReader.slow());
        driver[0] = tester.driver;
        tester.connect();
        feedUntilHeldUp(tester);
    }

    private static void feedUntilHeldUp(StreamTester tester) {
        byte[] frame = Wire.frame(Role.SERVER, true, Opcode.BINARY, new byte[10_000]);
        long fed = 0;
        while (tester.bytes.wanted() > 0 && fed < MOST_UNDER_WAY) {
            tester.bytes.add(ByteBuffer.wrap(frame.clone()));
            fed += frame.length;
        }
        assertThat(fed).isBetween((long) StreamPump.HIGH_WATERMARK, 2L * StreamPump.HIGH_WATERMARK);
        tester.sent.request(Long.MAX_VALUE);
        assertThat(tester.bytes.wanted()).isEqualTo(1);
        long got = tester.sent.items().stream().mapToLong(ByteBuffer::remaining).sum();
        assertThat(got).isGreaterThan(fed - 100);
    }
}
