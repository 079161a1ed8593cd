package io.freshet.planner.store.rows;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.ActionHistory;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Phase;
import io.freshet.planner.domain.instance.Waits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The row of an instance. The key of the last success is not written again where it is that of the last launch. */
final class InstanceCodec extends BinaryCodec<Instance> {
    private static final int SETTLED = 0;
    private static final int UNSETTLED = 1;
    private static final int IN_FLIGHT = 2;

    @Override
    void write(Instance value, DataOutputStream out) throws IOException {
        phase(value.phase(), out);
        number(value.waits().pending(), out);
        number(value.waits().holds(), out);
        out.writeByte(bits(value.dirt()));
        history(value.history(), out);
        // Last, because most have none.
        out.write(value.path().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    Instance read(DataInputStream in) throws IOException {
        return new Instance(
                phase(in),
                new Waits(count(in), count(in)),
                dirt(in.readByte()),
                history(in),
                new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void phase(Phase phase, DataOutputStream out) throws IOException {
        switch (phase) {
            case Phase.Settled(InstanceState state) -> {
                out.writeByte(SETTLED);
                constant(state, out);
            }
            case Phase.Unsettled(Accepted accepted) -> {
                out.writeByte(UNSETTLED);
                constant(accepted, out);
            }
            case Phase.InFlight(Attempt attempt, Accepted accepted) -> {
                out.writeByte(IN_FLIGHT);
                attempt(attempt, out);
                constant(accepted, out);
            }
        }
    }

    private static Phase phase(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case SETTLED -> new Phase.Settled(constant(InstanceState.class, in));
            case UNSETTLED -> new Phase.Unsettled(constant(Accepted.class, in));
            case IN_FLIGHT -> new Phase.InFlight(attempt(in), constant(Accepted.class, in));
            default -> throw new IOException("no instance is in phase %d".formatted(kind));
        };
    }

    private static void attempt(Attempt attempt, DataOutputStream out) throws IOException {
        number(attempt.number(), out);
        number(attempt.failures(), out);
        number(attempt.infrastructureFailures(), out);
        out.writeByte((attempt.forced() ? 1 : 0) | (attempt.fallback() ? 2 : 0) | attempt.lost() << 2);
    }

    private static Attempt attempt(DataInputStream in) throws IOException {
        int number = count(in);
        int failures = count(in);
        int infrastructureFailures = count(in);
        byte how = in.readByte();
        return new Attempt(number, failures, infrastructureFailures, how >> 2, (how & 1) != 0, (how & 2) != 0);
    }

    private static int bits(DirtyFlags dirt) {
        return (dirt.input() ? 1 : 0) | (dirt.code() ? 2 : 0) | (dirt.forced() ? 4 : 0) | (dirt.owed() ? 8 : 0);
    }

    private static DirtyFlags dirt(int bits) {
        return new DirtyFlags((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);
    }

    private static void history(ActionHistory history, DataOutputStream out) throws IOException {
        number(history.evaluation(), out);
        boolean lastIsTried = Objects.equals(history.lastKey(), history.triedKey());
        out.writeByte((history.holdsOutputs() ? 1 : 0) | (lastIsTried ? 2 : 0));
        fingerprint(history.triedKey(), out);
        if (!lastIsTried) {
            fingerprint(history.lastKey(), out);
        }
    }

    private static ActionHistory history(DataInputStream in) throws IOException {
        long evaluation = number(in);
        int bits = in.readByte();
        @Nullable Fingerprint tried = fingerprint(in);
        @Nullable Fingerprint last = (bits & 2) != 0 ? tried : fingerprint(in);
        return new ActionHistory(evaluation, last, tried, (bits & 1) != 0);
    }
}
