package dev.heddle.extensions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** A session of a {@link PipelineSchedule}, and the extension that makes it. */
final class PipelineWorker implements Extension, ServerSession {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    final int index;
    final int[] handed = new int[2];
    int closed;

    private final PipelineSchedule schedule;
    private final PipelinePlan plan;
    private final byte[] scratch = new byte[64];

    PipelineWorker(PipelineSchedule schedule, PipelinePlan plan, int index) {
        this.schedule = schedule;
        this.plan = plan;
        this.index = index;
    }

    @Override
    public String name() {
        return NAMES.get(index);
    }

    @Override
    public ClientSession createClientSession(SessionLimits limits) {
        return null;
    }

    @Override
    public ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
        return this;
    }

    @Override
    public Parameters generateResponse() {
        return Parameters.empty();
    }

    @Override
    public boolean isSynchronous() {
        return plan.synchronous(index);
    }

    @Override
    public void processIncomingMessage(Message message, Callback callback) {
        process(Direction.INCOMING, message, callback);
    }

    @Override
    public void processOutgoingMessage(Message message, Callback callback) {
        process(Direction.OUTGOING, message, callback);
    }

    private void process(Direction direction, Message message, Callback callback) {
        int number = handed[PipelinePlan.index(direction)]++;
        String text = ToySession.text(message);
        if (!text.equals(schedule.text(number, schedule.passed(direction, index)))) {
            schedule.problem(name() + " was handed " + text + " in place of " + number);
        }
        if (closed > 0) {
            schedule.problem(name() + " was handed a message though it is closed");
        }
        int noise = plan.dice(direction, index, number, 5, 8);
        switch (plan.outcome(direction, index, number)) {
            case COMPLETES -> {
                callback.complete(change(message));
                if (noise == 0) {
                    callback.fail(new PipelineSchedule.Planned());
                    throw new PipelineSchedule.Planned();
                }
            }
            case FAILS -> {
                if (noise < 4) {
                    throw new PipelineSchedule.Planned();
                }
                callback.fail(new PipelineSchedule.Planned());
                callback.complete(message);
            }
            case LATER ->
                schedule.hold(new PipelineSchedule.Call(direction, index, number, callback, message), noise < 3);
        }
    }

    Message change(Message message) {
        byte[] text = (ToySession.text(message) + name()).getBytes(US_ASCII);
        if (!plan.synchronous(index)) {
            return message.setData(ByteBuffer.wrap(text));
        }
        System.arraycopy(text, 0, scratch, 0, text.length);
        return message.setData(ByteBuffer.wrap(scratch, 0, text.length));
    }

    @Override
    public void close() {
        closed++;
        Arrays.fill(scratch, (byte) '?');
        schedule.throwSometimes();
    }
}
