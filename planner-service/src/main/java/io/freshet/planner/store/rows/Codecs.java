package io.freshet.planner.store.rows;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.planner.domain.catalog.CatalogTables.KnownPartition;
import io.freshet.planner.domain.catalog.CatalogTables.OpenBatch;
import io.freshet.planner.domain.instance.Accepted;
import io.freshet.planner.domain.instance.ActionHistory;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.DirtyFlags;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Phase;
import io.freshet.planner.domain.instance.Upstream;
import io.freshet.planner.domain.instance.Waits;
import io.freshet.planner.domain.state.Edge;
import io.freshet.planner.domain.state.Run;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How each kind of row is written. */
final class Codecs {
    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] write(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String read(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    static final BinaryCodec<PartitionVersion> VERSION = new BinaryCodec<>() {
        @Override
        void write(PartitionVersion value, DataOutputStream out) throws IOException {
            fingerprint(value.fingerprint(), out);
            out.writeLong(value.files());
            out.writeLong(value.bytes());
        }

        @Override
        PartitionVersion read(DataInputStream in) throws IOException {
            return new PartitionVersion(required(fingerprint(in)), in.readLong(), in.readLong());
        }
    };

    static final Codec<KnownPartition> PARTITION = new BinaryCodec<>() {
        @Override
        void write(KnownPartition value, DataOutputStream out) throws IOException {
            VERSION.write(value.version(), out);
            out.writeLong(value.offset());
        }

        @Override
        KnownPartition read(DataInputStream in) throws IOException {
            PartitionVersion version = VERSION.read(in);
            // A row of a release that knew no replays ends here.
            return new KnownPartition(version, in.available() == 0 ? KnownPartition.UNKNOWN : in.readLong());
        }
    };

    static final Codec<Edge> EDGE = new BinaryCodec<>() {
        @Override
        void write(Edge value, DataOutputStream out) throws IOException {
            fingerprint(value.fingerprint(), out);
            out.writeUTF(value.upstream().name());
        }

        @Override
        Edge read(DataInputStream in) throws IOException {
            return new Edge(fingerprint(in), Upstream.valueOf(in.readUTF()));
        }
    };

    static final Codec<OpenBatch> BATCH = new BinaryCodec<>() {
        @Override
        void write(OpenBatch value, DataOutputStream out) throws IOException {
            out.writeUTF(value.id());
            out.writeInt(value.forwarded());
        }

        @Override
        OpenBatch read(DataInputStream in) throws IOException {
            return new OpenBatch(in.readUTF(), in.readInt());
        }
    };

    static final Codec<Instance> INSTANCE = new BinaryCodec<>() {
        @Override
        void write(Instance value, DataOutputStream out) throws IOException {
            out.writeUTF(value.state().name());
            out.writeBoolean(value.settled());
            out.writeInt(value.waits().pending());
            out.writeInt(value.waits().holds());
            out.writeByte(bits(value.dirt()));
            attempt(value.attempt(), out);
            out.writeUTF(value.phase().accepted().name());
            out.writeLong(value.history().evaluation());
            fingerprint(value.history().lastKey(), out);
            fingerprint(value.history().triedKey(), out);
            out.writeBoolean(value.history().holdsOutputs());
            // Last, because most have none.
            out.write(value.path().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        Instance read(DataInputStream in) throws IOException {
            InstanceState state = InstanceState.valueOf(in.readUTF());
            boolean settled = in.readBoolean();
            Waits waits = new Waits(in.readInt(), in.readInt());
            DirtyFlags dirt = dirt(in.readByte());
            Attempt attempt = attempt(in);
            Accepted accepted = Accepted.valueOf(in.readUTF());
            Phase unsettled = attempt == null ? new Phase.Unsettled(accepted) : new Phase.InFlight(attempt, accepted);
            return new Instance(
                    settled ? new Phase.Settled(state) : unsettled,
                    waits,
                    dirt,
                    new ActionHistory(in.readLong(), fingerprint(in), fingerprint(in), in.readBoolean()),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    };

    static final Codec<Run.Progress> PROGRESS = new BinaryCodec<>() {
        @Override
        void write(Run.Progress value, DataOutputStream out) throws IOException {
            out.writeInt(value.outstanding());
            Summary summary = value.summary();
            out.writeInt(summary.executed());
            out.writeInt(summary.cached());
            out.writeInt(summary.cutOff());
            out.writeInt(summary.skipped());
            out.writeInt(summary.waiting());
            out.writeInt(summary.failed());
            out.writeInt(summary.blocked());
            out.writeInt(summary.cancelled());
            out.writeLong(value.bytes());
            out.writeInt(value.allowedFailures());
        }

        @Override
        Run.Progress read(DataInputStream in) throws IOException {
            return new Run.Progress(
                    in.readInt(),
                    new Summary(
                            in.readInt(),
                            in.readInt(),
                            in.readInt(),
                            in.readInt(),
                            in.readInt(),
                            in.readInt(),
                            in.readInt(),
                            in.readInt()),
                    in.readLong(),
                    in.readInt());
        }
    };

    private Codecs() {}

    private static Fingerprint required(@Nullable Fingerprint fingerprint) {
        if (fingerprint == null) {
            throw new IllegalStateException("a version without a fingerprint");
        }
        return fingerprint;
    }

    private static int bits(DirtyFlags dirt) {
        return (dirt.input() ? 1 : 0) | (dirt.code() ? 2 : 0) | (dirt.forced() ? 4 : 0) | (dirt.owed() ? 8 : 0);
    }

    private static DirtyFlags dirt(int bits) {
        return new DirtyFlags((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);
    }

    private static void attempt(@Nullable Attempt attempt, DataOutputStream out) throws IOException {
        out.writeBoolean(attempt != null);
        if (attempt != null) {
            out.writeInt(attempt.number());
            out.writeInt(attempt.failures());
            out.writeInt(attempt.infrastructureFailures());
            out.writeByte((attempt.forced() ? 1 : 0) | (attempt.fallback() ? 2 : 0) | attempt.lost() << 2);
        }
    }

    private static @Nullable Attempt attempt(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        int number = in.readInt();
        int failures = in.readInt();
        int infrastructureFailures = in.readInt();
        byte how = in.readByte();
        return new Attempt(number, failures, infrastructureFailures, how >> 2, (how & 1) != 0, (how & 2) != 0);
    }
}
