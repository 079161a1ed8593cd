package io.freshet.planner.store.rows;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.planner.domain.catalog.CatalogTables.KnownPartition;
import io.freshet.planner.domain.catalog.CatalogTables.OpenBatch;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.Upstream;
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
            number(value.files(), out);
            number(value.bytes(), out);
        }

        @Override
        PartitionVersion read(DataInputStream in) throws IOException {
            return new PartitionVersion(required(fingerprint(in)), number(in), number(in));
        }
    };

    static final Codec<KnownPartition> PARTITION = new BinaryCodec<>() {
        @Override
        void write(KnownPartition value, DataOutputStream out) throws IOException {
            VERSION.write(value.version(), out);
            number(value.offset(), out);
        }

        @Override
        KnownPartition read(DataInputStream in) throws IOException {
            PartitionVersion version = VERSION.read(in);
            // A row of a release that knew no replays ends here.
            return new KnownPartition(version, in.available() == 0 ? KnownPartition.UNKNOWN : number(in));
        }
    };

    static final Codec<Edge> EDGE = new BinaryCodec<>() {
        @Override
        void write(Edge value, DataOutputStream out) throws IOException {
            fingerprint(value.fingerprint(), out);
            constant(value.upstream(), out);
        }

        @Override
        Edge read(DataInputStream in) throws IOException {
            return new Edge(fingerprint(in), constant(Upstream.class, in));
        }
    };

    static final Codec<OpenBatch> BATCH = new BinaryCodec<>() {
        @Override
        void write(OpenBatch value, DataOutputStream out) throws IOException {
            out.writeUTF(value.id());
            number(value.forwarded(), out);
        }

        @Override
        OpenBatch read(DataInputStream in) throws IOException {
            return new OpenBatch(in.readUTF(), count(in));
        }
    };

    static final Codec<Instance> INSTANCE = new InstanceCodec();

    static final Codec<Run.Progress> PROGRESS = new BinaryCodec<>() {
        @Override
        void write(Run.Progress value, DataOutputStream out) throws IOException {
            number(value.outstanding(), out);
            Summary summary = value.summary();
            number(summary.executed(), out);
            number(summary.cached(), out);
            number(summary.cutOff(), out);
            number(summary.skipped(), out);
            number(summary.waiting(), out);
            number(summary.failed(), out);
            number(summary.blocked(), out);
            number(summary.cancelled(), out);
            number(value.bytes(), out);
            number(value.allowedFailures(), out);
        }

        @Override
        Run.Progress read(DataInputStream in) throws IOException {
            return new Run.Progress(
                    count(in),
                    new Summary(count(in), count(in), count(in), count(in), count(in), count(in), count(in), count(in)),
                    number(in),
                    count(in));
        }
    };

    private Codecs() {}

    private static Fingerprint required(@Nullable Fingerprint fingerprint) {
        if (fingerprint == null) {
            throw new IllegalStateException("a version without a fingerprint");
        }
        return fingerprint;
    }
}
