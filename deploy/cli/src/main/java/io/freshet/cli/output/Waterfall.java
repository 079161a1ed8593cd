package io.freshet.cli.output;

import io.freshet.contracts.api.SpanInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spans of a trace below each other, each under its parent, with a bar that shows when it was. A span whose parent is not among them
 * stands at the left. Not thread-safe.
 */
public final class Waterfall {
    private static final int NARROWEST_BAR = 10;
    private static final int WIDEST_BAR = 60;
    private static final int BESIDE_BAR = 60;

    private final List<SpanInfo> spans;
    private final Map<String, List<SpanInfo>> children = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final int limit;

    private record Row(int depth, SpanInfo span) {}

    /**
     * @param limit how many spans are shown at the most
     */
    public Waterfall(List<SpanInfo> spans, int limit) {
        this.spans = List.copyOf(spans);
        this.limit = limit;
        Set<String> known = new HashSet<>();
        spans.forEach(span -> known.add(span.span()));
        List<SpanInfo> tops = new ArrayList<>();
        for (SpanInfo span : this.spans) {
            String parent = span.parent();
            if (parent == null || !known.contains(parent)) {
                tops.add(span);
            } else {
                children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(span);
            }
        }
        tops.forEach(top -> add(0, top));
    }

    private void add(int depth, SpanInfo span) {
        if (rows.size() < limit) {
            rows.add(new Row(depth, span));
            children.getOrDefault(span.span(), List.of()).forEach(child -> add(depth + 1, child));
        }
    }

    /**
     * The lines, each ended by a newline.
     *
     * @param width of the terminal in characters
     */
    public String text(Style style, int width) {
        if (rows.isEmpty()) {
            return "";
        }
        Instant start = rows.stream()
                .map(row -> row.span().startedAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant end = rows.stream()
                .map(row -> row.span().endedAt())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        int bar = Math.clamp((long) width - BESIDE_BAR, NARROWEST_BAR, WIDEST_BAR);
        Table table = new Table("AFTER", "TOOK", "|" + " ".repeat(bar) + "|", "SPAN");
        for (Row row : rows) {
            SpanInfo span = row.span();
            table.row(
                    HumanFormat.duration(Duration.between(start, span.startedAt())),
                    HumanFormat.duration(Duration.between(span.startedAt(), span.endedAt())),
                    "|" + bar(start, end, span, bar) + "|",
                    "  ".repeat(row.depth()) + label(span));
        }
        return table.text(style, width);
    }

    private static String bar(Instant start, Instant end, SpanInfo span, int width) {
        double whole = Math.max(1, Duration.between(start, end).toNanos());
        int from = (int) (width * (Duration.between(start, span.startedAt()).toNanos() / whole));
        int to =
                (int) Math.ceil(width * (Duration.between(start, span.endedAt()).toNanos() / whole));
        from = Math.clamp(from, 0, width - 1);
        to = Math.clamp(to, from + 1, width);
        String sign = span.error() == null ? "=" : "x";
        return " ".repeat(from) + sign.repeat(to - from) + " ".repeat(width - to);
    }

    private static String label(SpanInfo span) {
        StringBuilder label = new StringBuilder(span.name());
        boolean isWhole = span.name().contains(" ");
        String partition = span.attributes().get("freshet.partition");
        if (isWhole && partition != null) {
            label.append("  ").append(ReadableKey.of(partition));
        }
        if (isWhole && span.attributes().containsKey("freshet.cached_from")) {
            label.append("  cached");
        }
        if (span.attributes().containsKey("freshet.reason") && span.name().startsWith("skip ")) {
            label.append("  ").append(span.attributes().get("freshet.reason"));
        }
        if (span.error() != null) {
            label.append("  ").append(span.error());
        }
        return label.toString();
    }
}
