package dev.heddle.cli.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyListener;
import java.nio.ByteBuffer;

/** The way of a client's driver through a proxy. What comes out of the tunnel goes to that driver. */
final class DrivenProxy implements Driven {

    private final EventLog log = new EventLog();
    private final DrivenDriver client;
    private final ProxyDriver proxy;

    DrivenProxy(DrivenDriver client, ClientDriver driver, String url) {
        this.client = client;
        this.proxy = driver.proxy(url, log, made -> new ProxyListener() {
            @Override
            public void onConnect() {
                log.add("connect");
            }

            @Override
            public void onError(ProtocolError error) {
                log.add("error", error.message());
                log.add("end");
            }
        });
    }

    @Override
    public JsonNode call(String op, Fields fields) throws LineException {
        switch (op) {
            case "state" -> {
                return Driven.json(proxy.state());
            }
            case "start" -> {
                return BooleanNode.valueOf(proxy.start());
            }
            case "setHeader" -> {
                return BooleanNode.valueOf(proxy.setHeader(fields.text("name"), fields.text("value")));
            }
            case "parse" -> {
                ByteBuffer bytes = ByteBuffer.wrap(fields.bytes("bytes"));
                proxy.parse(bytes);
                client.driver().parse(bytes);
                return NullNode.instance;
            }
            case "end" -> {
                proxy.end();
                return NullNode.instance;
            }
            default -> throw new LineException("Unknown op of a proxy: " + op);
        }
    }

    @Override
    public void describe(ObjectNode answer) {
        answer.set("events", log.take());
        answer.set("state", Driven.json(proxy.state()));
        answer.putNull("version");
        answer.putNull("protocol");
        answer.put("statusCode", Driven.status(proxy.statusCode()));
        answer.set("headers", Driven.json(proxy.headers()));
        answer.putNull("method");
        answer.put("url", proxy.url());
        answer.putNull("body");
    }
}
