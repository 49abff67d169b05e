package dev.heddle.servlet;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request for a WebSocket about which the application decides, while no thread waits. When it is decided, the container brings
 * the request to the servlet a second time: there it can be upgraded in any container, which it can not from outside.
 */
final class Deciding implements AsyncListener {

    /** The attribute in which the request carries this. */
    static final String ATTRIBUTE = "dev.heddle.servlet.deciding";

    private final Request request;
    private final AsyncContext context;
    private final Duration timeout;
    private final AtomicReference<@Nullable Decision> decision = new AtomicReference<>();

    Deciding(Request request, AsyncContext context, Duration timeout) {
        this.request = request;
        this.context = context;
        this.timeout = timeout;
        context.addListener(this);
    }

    /** The time to decide begins: not before somebody listens to its end, or a container answers it in its own way. */
    void start() {
        // Zero is never, of either.
        context.setTimeout(timeout.isZero() ? 0 : Math.max(timeout.toMillis(), 1));
    }

    /** Returns the request as it was when it came. */
    Request request() {
        return request;
    }

    /** Returns what was decided; once it was. */
    Decision decision() {
        return Objects.requireNonNull(decision.get(), "decision");
    }

    /** It is decided; any thread. */
    void decided(Decision made) {
        if (decision.compareAndSet(null, made)) {
            context.dispatch();
        }
    }

    /** {@inheritDoc} */
    @Override
    public void onTimeout(AsyncEvent event) {
        decided(Decision.refuse(
                Response.text(503, "The application did not decide within " + timeout + " (handshakeTimeout)")));
    }

    /** {@inheritDoc} */
    @Override
    public void onComplete(AsyncEvent event) {
        forget();
    }

    /** {@inheritDoc} */
    @Override
    public void onError(AsyncEvent event) {
        forget();
    }

    /** {@inheritDoc} */
    @Override
    public void onStartAsync(AsyncEvent event) {
        // That would be another's.
    }

    /** The client has gone: what is decided now concerns nobody. */
    private void forget() {
        decision.compareAndSet(null, Decision.refuse(Response.text(503, "The client has gone")));
    }
}
