package io.freshet.servicekit.streams;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.error.LogCode;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no topology pass over records without anybody knowing. Before the topology starts, what it has read is compared with what its
 * topics have. Where records are gone that it has not read, or a topic is another one, it does not start until an operator accepts that;
 * {@link #problem} says what is missing and how. While it runs, this is looked at once a minute, and the positions are remembered, also
 * behind markers of transactions, whose deletion loses nothing. Thread-safe.
 */
public final class SourceTopics implements AutoCloseable {
    /** The property with which an operator accepts that records are lost. */
    public static final String ACCEPT = "freshet.kafka.accept-lost-records";

    /** The file, which stays when the stores beside it are set aside. */
    static final String FILE = "source-topics";

    private static final Logger LOG = LoggerFactory.getLogger(SourceTopics.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST_SAID = 5;
    private static final int TOKEN_LENGTH = 12;

    private final String topology;
    private final SourceLogReader reader;
    private final SourcePositionsFile file;
    private final Set<String> accepted;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("freshet-source-topics").factory());

    private SourcePositions last = SourcePositions.NONE;
    private @Nullable String problem;

    /**
     * @param topology what it is called, for people
     * @param group with which it reads
     * @param stateTopics in which it keeps its state; they need not exist before it has started
     * @param directory of its state on disk
     * @param accepted the value of {@link #ACCEPT}: what {@link #problem} named, separated by commas
     */
    public SourceTopics(
            String topology,
            KafkaSettings kafka,
            String group,
            Set<String> topics,
            Set<String> stateTopics,
            Path directory,
            @Nullable String accepted) {
        this.topology = topology;
        this.reader = new SourceLogReader(kafka, group, topics, stateTopics);
        this.file = new SourcePositionsFile(directory.resolve(FILE));
        this.accepted = accepted == null ? Set.of() : Set.of(accepted.trim().split("\\s*,\\s*", -1));
    }

    /**
     * Compares, and goes on looking if all is well; to be called once, before the topology starts.
     *
     * @return whether it may start
     * @throws IllegalStateException if Kafka does not answer, or others of the group read what was accepted to be lost
     */
    public synchronized boolean begin() {
        try {
            SourcePositions known = file.read();
            SourceLog log = reader.read();
            List<SourceGap> gaps = known.gaps(log);
            List<SourceGap> undecided =
                    gaps.stream().filter(SourceGap::needsDecision).toList();
            if (!undecided.isEmpty() && !accepted.contains(token(undecided))) {
                report(gaps, "The topology does not start: records can never be read");
                problem = refusal(undecided);
                return false;
            }
            report(gaps, "Records can never be read; the topology goes on behind them");
            goOn(known, gaps, log);
        } catch (IOException e) {
            throw new UncheckedIOException("the positions of %s cannot be read or written".formatted(topology), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka does not say what is in the topics of %s: %s".formatted(topology, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka for its topics", e);
        }
        var _ = timer.scheduleWithFixedDelay(this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
        return true;
    }

    /** What keeps the topology from starting, or what it has passed over, for people; empty if nothing does. */
    public synchronized Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Looks, and remembers how far all has been read; done once a minute in any case. */
    public synchronized void look() {
        if (problem != null) {
            return;
        }
        try {
            SourceLog log = reader.read();
            List<SourceGap> gaps = last.gaps(log);
            report(gaps, "Records can never be read");
            List<SourceGap> undecided =
                    gaps.stream().filter(SourceGap::needsDecision).toList();
            if (undecided.isEmpty()) {
                SourcePositions next = last.without(gaps).advanced(log.without(gaps));
                remember(next.with(reader.withoutRecords(idle(next, log))));
            } else {
                problem = passed(undecided);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("topology", topology)
                    .setCause(e)
                    .log("Cannot look at the source topics; trying again in a minute");
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Where there seems to be more to read, but for a minute nothing was read. */
    private Map<TopicPartition, Long> idle(SourcePositions next, SourceLog log) {
        Map<TopicPartition, Long> idle = new HashMap<>();
        next.next().forEach((partition, position) -> {
            if (position.equals(last.next().get(partition))
                    && position < log.ends().getOrDefault(partition, 0L)) {
                idle.put(partition, position);
            }
        });
        return idle;
    }

    private void remember(SourcePositions next) throws IOException {
        if (!next.equals(last)) {
            file.write(next);
            last = next;
        }
    }

    /** Has the topology read from where it can: no position in a log is kept that is one of another log. */
    private void goOn(SourcePositions known, List<SourceGap> gaps, SourceLog log)
            throws ExecutionException, InterruptedException, IOException {
        if (gaps.stream().anyMatch(gap -> gap.kind() == SourceGap.Kind.STATE_LOST)) {
            // What was made of the records is to be made of them again.
            reader.rewind(log.beginnings());
            remember(SourcePositions.NONE.advanced(log.without(log.beginnings().keySet())));
            return;
        }
        Map<TopicPartition, Long> moved = new HashMap<>();
        for (SourceGap gap : gaps) {
            Long committed = log.committed().get(gap.topicPartition());
            if (committed != null && committed != gap.to()) {
                moved.put(gap.topicPartition(), gap.to());
            }
        }
        reader.rewind(moved);
        remember(known.without(gaps).advanced(log.without(gaps)));
    }

    private void report(List<SourceGap> gaps, String message) {
        for (SourceGap gap : gaps) {
            LOG.atError()
                    .addKeyValue("topology", topology)
                    .addKeyValue("topic", gap.topic())
                    .addKeyValue("partition", gap.partition())
                    .addKeyValue("from", gap.from())
                    .addKeyValue("to", gap.to())
                    .addKeyValue("errorCode", LogCode.LOG_GAP)
                    .addKeyValue("reason", gap.kind())
                    .log(message);
        }
    }

    private String refusal(List<SourceGap> gaps) {
        return "%s does not start, because records that it has not read are lost: %s. Restore the topic; or, to go on without them, start this service with %s=%s"
                .formatted(topology, sentences(gaps), ACCEPT, token(gaps));
    }

    private String passed(List<SourceGap> gaps) {
        return "%s has lost records while it ran: %s. Restart this service; it says then how to go on"
                .formatted(topology, sentences(gaps));
    }

    private static String sentences(List<SourceGap> gaps) {
        String said = gaps.stream().limit(MOST_SAID).map(SourceGap::sentence).collect(Collectors.joining("; "));
        return gaps.size() <= MOST_SAID ? said : said + "; and %d more, see the log".formatted(gaps.size() - MOST_SAID);
    }

    /** Stands for exactly these gaps, so that what is accepted once does not accept the next ones. */
    private static String token(List<SourceGap> gaps) {
        return Sha256.of(gaps.stream().map(SourceGap::identity).collect(Collectors.joining("\n")))
                .hex()
                .substring(0, TOKEN_LENGTH);
    }
}
