package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("SEC-28")
class Sec28HostPolicyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.0.0.1:80",
                "127.255.255.254",
                "[::1]",
                "[::1]:8080"
            })
    void loopbackAllowsTheMachinesOwnNames(String host) {
        assertThat(HostPolicy.loopback().allows(request(host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "127.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0",
                "127.0.0.",
                "127.0.0.256",
                "127.0.0.0001",
                "127.0.0.+1",
                "128.0.0.1",
                "0.0.0.0",
                "[::2]",
                "::1",
                "localhost@evil.example"
            })
    void loopbackRefusesAllOthers(String host) {
        assertThat(HostPolicy.loopback().allows(request(host))).isFalse();
    }

    @Test
    void loopbackRefusesARequestWithoutAHost() {
        assertThat(HostPolicy.loopback().allows(Request.of("GET", "/", Headers.empty())))
                .isFalse();
    }

    @Test
    void anyHostAllowsAll() {
        assertThat(HostPolicy.anyHost().allows(request("evil.example"))).isTrue();
    }

    private static Request request(String host) {
        return Request.of("GET", "/", Headers.empty().with("Host", host));
    }
}
