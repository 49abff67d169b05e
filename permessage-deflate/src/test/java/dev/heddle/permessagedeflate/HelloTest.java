package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples of RFC 7692 §7.2.3, in both directions. */
class HelloTest {

    private static final String HELLO = "f248cdc9c90700";
    private static final String HELLO_AGAIN = "f200110000";

    private static Exchange server(String offer) {
        return Exchange.server(PermessageDeflate.defaults(), offer);
    }

    private static Exchange client(String response) {
        return Exchange.client(PermessageDeflate.defaults(), response);
    }

    @Tag("PMD-020")
    @Tag("PMD-022")
    @Test
    void helloIsCompressedAsInTheRfc() {
        for (Exchange side : new Exchange[] {server(""), client("")}) {
            Exchange.Outcome sent = side.send("Hello");
            assertThat(sent.rsv1()).isTrue();
            assertThat(sent.hex()).isEqualTo(HELLO);
            assertThat(side.send("Hello").hex()).isEqualTo(HELLO_AGAIN);
            side.close();
        }
    }

    @Tag("PMD-011")
    @Tag("PMD-020")
    @Tag("PMD-022")
    @Test
    void helloIsDecompressedAsInTheRfc() {
        for (Exchange side : new Exchange[] {server(""), client("")}) {
            Exchange.Outcome received = side.receive(HELLO);
            assertThat(received.rsv1()).isFalse();
            assertThat(received.text()).isEqualTo("Hello");
            assertThat(side.receive(HELLO_AGAIN).text()).isEqualTo("Hello");
            side.close();
        }
    }

    @Tag("PMD-008")
    @Tag("PMD-009")
    @Tag("PMD-010")
    @Test
    void withoutTakeoverEveryHelloIsTheSame() {
        PermessageDeflate own =
                PermessageDeflate.builder().noContextTakeover(true).build();
        Exchange[] sides = {
            server("server_no_context_takeover"),
            Exchange.server(own, ""),
            client("client_no_context_takeover"),
            Exchange.client(own, "")
        };
        for (Exchange side : sides) {
            assertThat(side.send("Hello").hex()).isEqualTo(HELLO);
            assertThat(side.send("Hello").hex()).isEqualTo(HELLO);
            side.close();
        }
    }

    @Tag("PMD-011")
    @Test
    void withoutTakeoverNothingIsRemembered() {
        Exchange server = server("client_no_context_takeover");
        assertThat(server.receive(HELLO).text()).isEqualTo("Hello");
        assertThat(server.refuse(HELLO_AGAIN).code()).isEqualTo(1007);
        server.close();
    }

    @Tag("PMD-023")
    @Tag("PMD-024")
    @Tag("PMD-025")
    @Tag("PMD-026")
    @Tag("PMD-027")
    @Tag("SEC-07")
    @Test
    void blocksOfEveryKindFollowEachOther() {
        Exchange server = server("");
        assertThat(server.receive("f248cdc9c90700").text()).isEqualTo("Hello");
        assertThat(server.receive("f200110000").text()).isEqualTo("Hello");
        assertThat(server.receive("000500faff48656c6c6f00").text()).isEqualTo("Hello");
        assertThat(server.receive("f348cdc9c9070000").text()).isEqualTo("Hello");
        assertThat(server.receive("f200110000").text()).isEqualTo("Hello");
        assertThat(server.receive("f24805000000ffffcac9c90700").text()).isEqualTo("Hello");
        assertThat(server.receive("00").text()).isEmpty();
        assertThat(server.receive("f348cdc9c90700f248cdc9c90700").text()).isEqualTo("HelloHello");
        assertThat(server.receive("f200110000").text()).isEqualTo("Hello");
        server.close();
    }

    @Tag("PMD-019")
    @Test
    void uncompressedMessageDoesNotTouchTheWindow() {
        Exchange server = server("");
        assertThat(server.receive(HELLO).text()).isEqualTo("Hello");
        Message plain = new Message(Exchange.TEXT, ByteBuffer.wrap("World".getBytes(StandardCharsets.UTF_8)));
        assertThat(server.receive(plain).text()).isEqualTo("World");
        assertThat(server.receive(HELLO_AGAIN).text()).isEqualTo("Hello");
        server.close();
    }

    @Tag("PMD-027")
    @Tag("PMD-028")
    @Tag("PMD-029")
    @Tag("SEC-08")
    @Test
    void emptyCutAndCorruptPayloadsAreRefused() {
        for (String payload : new String[] {"", "f248cd", "ffffff", "f348cdc9c90700", "f248cdc9c907000000ffff"}) {
            Exchange server = server("");
            assertThat(server.refuse(payload).code()).as(payload).isEqualTo(1007);
            server.close();
        }
    }
}
