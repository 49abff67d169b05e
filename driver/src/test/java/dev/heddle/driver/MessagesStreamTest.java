package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stream of messages. */
class MessagesStreamTest {

    private static final String TEXT_A = "8101 61";

    private static WebSocketMessage text(String text) {
        return new WebSocketMessage.Text(text);
    }

    @ParameterizedTest
    @EnumSource
    void streamSubscribedToItselfEchoes(Role role) {
        StreamTester tester = StreamTester.open(role);
        tester.streams.messages().subscribe(tester.streams.messages());
        tester.connect();
        tester.bytes.add(tester.frames(TEXT_A, "0201 62", "8001 63"));
        assertThat(tester.sentHex())
                .isEqualTo(Wire.hex(
                        Wire.join(Wire.from(role, Wire.bytes(TEXT_A)), Wire.from(role, Wire.bytes("8202 6263")))));
    }

    @Tag("WS-104")
    @ParameterizedTest
    @EnumSource
    void messageInManyReadsAndFragmentsIsOne(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        ByteBuffer all = tester.frames("0101 61", "8900", "0002 6263", "8001 64", "8202 0102");
        tester.messages.request(2);
        while (all.hasRemaining()) {
            assertThat(tester.bytes.wanted()).isEqualTo(1);
            tester.bytes.add(ByteBuffer.wrap(new byte[] {all.get()}));
        }
        assertThat(tester.messages.items())
                .containsExactly(text("abcd"), new WebSocketMessage.Binary(ByteBuffer.wrap(new byte[] {1, 2})));
    }

    @ParameterizedTest
    @EnumSource
    void nextBytesWaitUntilTheMessagesOfTheLastAreTaken(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        tester.bytes.add(tester.frames(TEXT_A, "8101 62"));
        assertThat(tester.bytes.wanted()).isZero();
        tester.messages.request(1);
        assertThat(tester.messages.items()).containsExactly(text("a"));
        assertThat(tester.bytes.wanted()).isZero();
        tester.messages.request(1);
        assertThat(tester.messages.items()).containsExactly(text("a"), text("b"));
        assertThat(tester.bytes.wanted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatNobodyReadsGoToTheListenerOnly(Role role) {
        List<String> heard = new ArrayList<>();
        StreamTester tester = StreamTester.open(role, new DriverListener() {
                    @Override
                    public void onText(ByteBuffer data, boolean last) {
                        heard.add(Utf8.decode(data) + last);
                    }
                })
                .connect();
        tester.bytes.add(tester.frames(TEXT_A));
        tester.bytes.add(tester.frames("0101 62"));
        // Whoever comes in the middle of a message gets the next one.
        tester.streams.messages().subscribe(tester.messages);
        tester.messages.request(1);
        tester.bytes.add(tester.frames("8001 63", "8101 64"));
        assertThat(tester.messages.items()).containsExactly(text("d"));
        tester.bytes.add(tester.frames("8101 65"));
        tester.messages.cancel();
        assertThat(tester.bytes.wanted()).isEqualTo(1);
        tester.bytes.add(tester.frames("8101 66"));
        assertThat(tester.messages.items()).hasSize(1);
        assertThat(heard).containsExactly("atrue", "bfalse", "ctrue", "dtrue", "etrue", "ftrue");
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreDeliveredBeforeTheStreamCompletes(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        tester.bytes.add(tester.frames(TEXT_A, "8101 62", "8802 03e8"));
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.messages.isCompleted()).isFalse();
        tester.messages.request(2);
        assertThat(tester.messages.items()).containsExactly(text("a"), text("b"));
        assertThat(tester.messages.isCompleted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void protocolErrorEndsTheStreamBehindTheMessages(Role role) {
        List<ProtocolError> errors = new ArrayList<>();
        StreamTester tester = StreamTester.open(role, new DriverListener() {
                    @Override
                    public void onError(ProtocolError error) {
                        errors.add(error);
                    }
                })
                .connectAll();
        tester.bytes.add(tester.frames(TEXT_A, "8301 61"));
        assertThat(tester.messages.error()).isNull();
        tester.messages.request(1);
        assertThat(tester.messages.items()).containsExactly(text("a"));
        assertThat(tester.messages.error()).isInstanceOfSatisfying(ProtocolErrorException.class, thrown -> {
            assertThat(thrown.error().violation()).isEqualTo(Violation.UNKNOWN_OPCODE);
            assertThat(errors).containsExactly(thrown.error());
            assertThat(thrown).hasMessage("Unrecognized frame opcode: 3");
        });
    }

    @Test
    void subscriberThatComesBehindTheEndIsTold() {
        StreamTester tester = StreamTester.open(Role.SERVER).connect();
        tester.bytes.complete();
        tester.streams.messages().subscribe(tester.messages);
        assertThat(tester.messages.isCompleted()).isTrue();
    }

    @Test
    void streamServesOneSubscriber() {
        StreamTester tester = StreamTester.open(Role.SERVER).connectAll();
        TestReader<WebSocketMessage> second = TestReader.eager();
        tester.streams.messages().subscribe(second);
        assertThat(second.error()).isInstanceOf(IllegalStateException.class);
        tester.messages.cancel();
        TestReader<WebSocketMessage> third = TestReader.eager();
        tester.streams.messages().subscribe(third);
        assertThat(third.error()).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void messageIsAskedForOnceTheConnectionIsOpen(Role role) {
        Driver driver = role == Role.SERVER
                ? Driver.server(DriverTester.options().build())
                : Driver.client("ws://h/", DriverTester.options().build());
        TestSource<WebSocketMessage> source = new TestSource<>();
        source.subscribe(driver.streams().messages());
        driver.start();
        assertThat(source.wanted()).isZero();
        driver.parse(ByteBuffer.wrap(Wire.octets(role == Role.SERVER ? DriverTester.REQUEST : DriverTester.RESPONSE)));
        assertThat(source.wanted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void completionOfASourceLeavesTheConnectionOpenForAnother(Role role) {
        StreamTester tester = StreamTester.open(role).connect();
        for (String text : List.of("a", "b")) {
            TestSource<WebSocketMessage> source = new TestSource<>();
            source.subscribe(tester.streams.messages());
            source.add(text(text));
            source.complete();
        }
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        assertThat(tester.sent.items()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void errorOfASourceFailsTheConnection(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        TestSource<WebSocketMessage> source = new TestSource<>();
        source.subscribe(tester.streams.messages());
        RuntimeException error = new RuntimeException("no more");
        source.fail(error);
        assertFailed(tester, "The source of messages failed");
        assertThat(tester.messages.error()).isSameAs(error);
    }

    @ParameterizedTest
    @EnumSource
    void messageThatCanNotBeSentFailsTheConnection(Role role) {
        StreamTester tester = StreamTester.open(role).connectAll();
        TestSource<WebSocketMessage> source = new TestSource<>();
        source.subscribe(tester.streams.messages());
        source.add(text("\ud800"));
        assertFailed(tester, "A message can not be sent");
        assertThat(source.isCancelled()).isTrue();
        assertThat(tester.messages.error())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lone surrogate");
    }

    @Test
    void binaryMessageFailsADraftThatHasNone() {
        ServerDriver driver =
                Driver.server(DriverTester.options().allowDrafts(true).build());
        driver.start();
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST_75)));
        assertThat(driver.state()).isEqualTo(State.OPEN);
        TestReader<WebSocketMessage> messages = TestReader.slow();
        TestSource<WebSocketMessage> source = new TestSource<>();
        driver.streams().messages().subscribe(messages);
        source.subscribe(driver.streams().messages());
        source.add(text("a"));
        assertThat(source.wanted()).isEqualTo(1);
        source.add(new WebSocketMessage.Binary(ByteBuffer.allocate(1)));
        assertThat(source.isCancelled()).isTrue();
        assertThat(driver.state()).isEqualTo(State.CLOSED);
        assertThat(messages.error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("hixie-75 can not carry a binary message");
    }

    @ParameterizedTest
    @EnumSource
    void sourceIsCancelledWhenNothingMoreCanBeSent(Role role) {
        StreamTester tester = StreamTester.open(role).connect();
        TestSource<WebSocketMessage> source = new TestSource<>();
        source.subscribe(tester.streams.messages());
        assertThat(tester.driver.close()).isTrue();
        assertThat(source.isCancelled()).isTrue();
        TestSource<WebSocketMessage> late = new TestSource<>();
        late.subscribe(tester.streams.messages());
        assertThat(late.isCancelled()).isTrue();
        // §2.8: what was under way when it was cancelled is no error.
        source.push(text("a"));
        assertThat(tester.sent.items()).hasSize(1);
        assertThat(tester.driver.state()).isEqualTo(State.CLOSING);
    }

    @Test
    void throwingListenerFailsTheConnectionAndReachesTheSignaller() {
        StreamTester tester = StreamTester.open(Role.SERVER, new DriverListener() {
                    @Override
                    public void onText(ByteBuffer data, boolean last) {
                        throw new IllegalStateException("listener");
                    }
                })
                .connectAll();
        tester.messages.request(9);
        assertThatIllegalStateException()
                .isThrownBy(() -> tester.bytes.add(tester.frames(TEXT_A)))
                .withMessage("listener");
        assertFailed(tester, "The application failed");
        assertThat(tester.messages.items()).containsExactly(text("a"));
        assertThat(tester.messages.error()).hasMessage("listener");
        assertThat(tester.bytes.isCancelled()).isTrue();
    }

    @Test
    void throwingSubscriberFailsTheConnectionAndReachesTheSignaller() {
        StreamTester tester = StreamTester.open(Role.SERVER).connectAll();
        tester.messages.then(message -> {
            throw new IllegalStateException("subscriber");
        });
        tester.messages.request(9);
        assertThatIllegalStateException()
                .isThrownBy(() -> tester.bytes.add(tester.frames(TEXT_A)))
                .withMessage("subscriber");
        assertFailed(tester, "The application failed");
        assertThat(tester.messages.error()).as("§2.13: it has cancelled").isNull();
    }

    @Test
    void readerMayAnswerAndAskInItsSignal() {
        StreamTester tester = StreamTester.open(Role.SERVER).connectAll();
        tester.messages.then(message -> {
            tester.driver.text(((WebSocketMessage.Text) message).text());
            tester.messages.request(1);
        });
        tester.messages.request(1);
        int count = 10_000;
        tester.bytes.add(ByteBuffer.wrap(Wire.repeat(tester.frames(TEXT_A).array(), count)));
        assertThat(tester.messages.items()).hasSize(count);
        assertThat(tester.sentHex()).isEqualTo("810161".repeat(count));
    }

    private static void assertFailed(StreamTester tester, String reason) {
        assertThat(tester.sentHex())
                .isEqualTo(Wire.hex(Wire.from(tester.role, Wire.bytes(DriverTester.closeFrame(1011, reason)))));
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.sent.isCompleted()).isTrue();
    }
}
