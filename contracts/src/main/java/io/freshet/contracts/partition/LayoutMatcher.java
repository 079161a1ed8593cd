package io.freshet.contracts.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One path against the parts of a layout. First it finds, from the end, which parts fit which rests of the path, then it walks
 * forward and prefers short texts for placeholders and long ones for globs. The cost is the number of parts times the length of
 * the path, whatever they are.
 */
final class LayoutMatcher {
    private final List<LayoutPart> parts;
    private final String path;
    private final int width;

    /** At {@code part * width + position}: whether the parts from this one fit the path from this position. */
    private final boolean[] fits;

    private LayoutMatcher(List<LayoutPart> parts, String path) {
        this.parts = parts;
        this.path = path;
        this.width = path.length() + 1;
        this.fits = new boolean[(parts.size() + 1) * width];
    }

    /** The values of the placeholders; empty if the path does not fit. */
    static Optional<List<PartitionKey.Value>> match(List<LayoutPart> parts, String path) {
        LayoutMatcher matcher = new LayoutMatcher(parts, path);
        matcher.fillBackwards();
        return matcher.fits(0, 0) ? Optional.of(matcher.walk()) : Optional.empty();
    }

    private void fillBackwards() {
        fits[parts.size() * width + path.length()] = true;
        for (int part = parts.size() - 1; part >= 0; part--) {
            for (int position = path.length(); position >= 0; position--) {
                fits[part * width + position] = switch (parts.get(part)) {
                    case LayoutPart.Literal(String text) ->
                        path.startsWith(text, position) && fits(part + 1, position + text.length());
                    case LayoutPart.Placeholder(Dimension _, TimePattern time)
                    when time != null ->
                        position + time.length() <= path.length()
                                && fits(part + 1, position + time.length())
                                && time.parseValue(path, position).isPresent();
                    case LayoutPart.Placeholder _ -> stays(position) && fitsAfterOne(part, position);
                    case LayoutPart.Glob glob -> fits(glob, part, position);
                };
            }
        }
    }

    private boolean fits(LayoutPart.Glob glob, int part, int position) {
        return switch (glob) {
            case ONE -> stays(position) && fits(part + 1, next(position));
            case ANY -> fits(part + 1, position) || (stays(position) && fits(part, next(position)));
            case SEGMENTS -> fits(part + 1, position) || fits(part, nextSegment(position));
            case REST -> position < path.length();
        };
    }

    private List<PartitionKey.Value> walk() {
        List<PartitionKey.Value> values = new ArrayList<>();
        int position = 0;
        for (int part = 0; part < parts.size(); part++) {
            int end = end(part, position);
            if (parts.get(part) instanceof LayoutPart.Placeholder(Dimension dimension, TimePattern time)) {
                String value = time == null
                        ? PathValue.decoded(path.substring(position, end))
                        : time.parseValue(path, position).orElseThrow();
                values.add(new PartitionKey.Value(dimension.name(), value));
            }
            position = end;
        }
        return values;
    }

    /** Where a part that fits ends. */
    private int end(int part, int start) {
        return switch (parts.get(part)) {
            case LayoutPart.Literal(String text) -> start + text.length();
            case LayoutPart.Placeholder(Dimension _, TimePattern time) when time != null -> start + time.length();
            case LayoutPart.Placeholder _ -> {
                int end = next(start);
                while (!fits(part + 1, end)) {
                    end = next(end);
                }
                yield end;
            }
            case LayoutPart.Glob glob ->
                switch (glob) {
                    case ONE -> next(start);
                    case ANY -> {
                        int end = start;
                        while (stays(end) && fits(part, next(end))) {
                            end = next(end);
                        }
                        yield end;
                    }
                    case SEGMENTS -> {
                        int end = start;
                        while (fits(part, nextSegment(end))) {
                            end = nextSegment(end);
                        }
                        yield end;
                    }
                    case REST -> path.length();
                };
        };
    }

    private boolean fitsAfterOne(int part, int position) {
        int next = next(position);
        return fits(part + 1, next) || fits(part, next);
    }

    private boolean fits(int part, int position) {
        return position <= path.length() && fits[part * width + position];
    }

    /** Whether there is a character that a segment can have. */
    private boolean stays(int position) {
        return position < path.length() && path.charAt(position) != '/';
    }

    private int next(int position) {
        return PathValue.next(path, position);
    }

    /** After the slash that ends a segment of at least one character; beyond the path if there is none. */
    private int nextSegment(int position) {
        int slash = path.indexOf('/', position);
        return slash > position ? slash + 1 : path.length() + 1;
    }
}
