package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Set;

/** The request for a tunnel and what the answer makes of it. Source: RFC 9110 §9.3.6. */
final class ProxyConnect extends ProxyTunnel {

    /** What is for the server alone, which a proxy must not learn. Source: RFC 9110 §11.6.2, RFC 6265 §5.4. */
    private static final Set<String> FOR_THE_SERVER = HttpWriter.caseless("Authorization", "Cookie");

    private final ResponseHead answer;

    private Headers custom = Headers.empty();

    ProxyConnect(WebSocketUrl server, ProxyUrl proxy, Limits limits, Output output) {
        super(server, proxy, output);
        // A tunnel is not an upgrade: status 101 means nothing to who did not ask for it.
        this.answer = new ResponseHead(limits, false);
    }

    @Override
    public int statusCode() {
        return answer.status();
    }

    @Override
    public Headers headers() {
        return answer.headers();
    }

    @Override
    public boolean setHeader(String name, String value) {
        if (FOR_THE_SERVER.contains(name)) {
            throw new IllegalArgumentException("Header " + name + " is for the server, not for the proxy");
        }
        if (name.equalsIgnoreCase("Proxy-Connection")) {
            throw new IllegalArgumentException("Header " + name + " is set by the request itself");
        }
        Headers more = HttpWriter.addForProxy(custom, name, value);
        if (state() != State.BEGINNING) {
            return false;
        }
        custom = more;
        return true;
    }

    @Override
    byte[] request() {
        // The port has to be there, the scheme's own too: an authority alone has no scheme.
        String target = server.host() + ":" + server.port();
        HttpWriter head = new HttpWriter("CONNECT " + target + " HTTP/1.1")
                .field("Host", target)
                .field("Connection", "keep-alive")
                .field("Proxy-Connection", "keep-alive");
        String userInfo = proxy.userInfo();
        if (userInfo != null && !custom.contains("Proxy-Authorization")) {
            head.field("Proxy-Authorization", BasicCredentials.of(userInfo));
        }
        return head.fields(custom).end();
    }

    @Override
    boolean read(ByteBuffer bytes) throws ViolationException {
        if (!answer.parse(bytes)) {
            return false;
        }
        if (answer.status() / 100 != 2) {
            throw ViolationException.of(Violation.PROXY_REFUSED, server);
        }
        // Whatever its fields say of a body: behind the head of a 2xx there is none, but the tunnel.
        return true;
    }
}
