package io.freshet.standalone;

import io.freshet.embedded.LoopbackPort;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The ports of the services, on the loopback interface.
 *
 * @param first of five consecutive ones; 0 for any free ones
 */
public record ServicePorts(int first) {
    private static final List<String> SERVICES = List.of("scheduler", "planner", "launcher", "watcher", "audit");
    private static final int HIGHEST_PORT = 65_535;

    /** The highest that {@code first} may be. */
    public static final int HIGHEST_FIRST = HIGHEST_PORT - SERVICES.size() + 1;

    /** Asks for a free one. */
    private static final int ANY = -1;

    /**
     * @throws IllegalArgumentException if one of them would not be a port
     */
    public ServicePorts {
        if (first < 0 || first > HIGHEST_FIRST) {
            throw new IllegalArgumentException(
                    "%d cannot be the first port of five: choose one from 1 to %d, or 0 for free ones"
                            .formatted(first, HIGHEST_FIRST));
        }
    }

    /** A port that another process listens on. */
    public record Taken(int port, String service) {}

    /** Those that another process listens on at this moment. */
    public List<Taken> taken() {
        return first == 0
                ? List.of()
                : IntStream.range(0, SERVICES.size())
                        .mapToObj(i -> new Taken(first + i, SERVICES.get(i)))
                        .filter(port -> !LoopbackPort.isFree(port.port()))
                        .toList();
    }

    /**
     * @throws PortsTakenException if another process listens on one of them
     */
    public void requireFree() {
        List<Taken> taken = taken();
        if (!taken.isEmpty()) {
            throw new PortsTakenException(taken.stream()
                            .map(port -> "port %d (%s)".formatted(port.port(), port.service()))
                            .collect(Collectors.joining(", ", "", taken.size() == 1 ? " is" : " are"))
                    + " taken by another process: stop it, or choose other ports with --port, 0 for free ones");
        }
    }

    /** Where the service is to answer; -1 for a free port. */
    int of(String service) {
        int index = SERVICES.indexOf(service);
        if (index < 0) {
            throw new IllegalArgumentException("there is no service '%s'".formatted(service));
        }
        return first == 0 ? ANY : first + index;
    }

    /** The message names each port and its service. */
    public static final class PortsTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortsTakenException(String message) {
            super(message);
        }
    }
}
