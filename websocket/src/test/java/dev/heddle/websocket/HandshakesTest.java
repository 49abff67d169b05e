package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SEC-21")
class HandshakesTest {

    @Test
    void eachAddressHasItsOwnNumberAndIsForgottenAtZero() throws Exception {
        InetAddress one = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        Handshakes handshakes = new Handshakes(2);
        assertThat(handshakes.enter(one)).isTrue();
        assertThat(handshakes.enter(one)).isTrue();
        assertThat(handshakes.enter(one)).isFalse();
        assertThat(handshakes.enter(other)).isTrue();
        assertThat(handshakes.addresses()).isEqualTo(2);
        handshakes.leave(one);
        assertThat(handshakes.enter(one)).isTrue();
        handshakes.leave(one);
        handshakes.leave(one);
        handshakes.leave(other);
        assertThat(handshakes.addresses()).isZero();
    }
}
