package io.freshet.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SupervisedServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final int FREE = -1;

    private final List<Service> started = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final ServiceKind<Service> kind =
            new ServiceKind<>("test", this::start, Service::port, service -> service.alive);

    @Test
    void a_service_that_is_not_live_is_closed_and_started_again_on_its_port() throws Exception {
        try (SupervisedService<Service> supervised = SupervisedService.start(kind, FREE, OFTEN)) {
            started.getFirst().alive = false;

            Eventually.eventually(LIMIT, () -> assertEquals(2, started.size()));
            Eventually.eventually(LIMIT, () -> assertTrue(supervised.isAlive()));
            assertTrue(started.getFirst().closed);
            assertEquals(started.getFirst().port(), started.get(1).port());
            assertEquals(supervised.port(), started.get(1).port());
        }
        assertTrue(started.get(1).closed);
    }

    @Test
    void one_that_does_not_start_again_is_tried_until_it_does() throws Exception {
        try (SupervisedService<Service> supervised = SupervisedService.start(kind, FREE, OFTEN)) {
            refusals.set(3);
            started.getFirst().alive = false;

            Eventually.eventually(LIMIT, () -> assertTrue(supervised.isAlive()));
            assertEquals(0, refusals.get());
            assertEquals(2, started.size());
        }
    }

    @Test
    void one_that_cannot_be_closed_is_started_again_all_the_same() throws Exception {
        try (SupervisedService<Service> supervised = SupervisedService.start(kind, FREE, OFTEN)) {
            started.getFirst().closable = false;
            started.getFirst().alive = false;

            Eventually.eventually(LIMIT, () -> assertEquals(2, started.size()));
            Eventually.eventually(LIMIT, () -> assertTrue(supervised.isAlive()));
        }
    }

    @Test
    void closing_while_it_does_not_start_ends_the_trying() {
        SupervisedService<Service> supervised = SupervisedService.start(kind, FREE, OFTEN);
        refusals.set(Integer.MAX_VALUE);
        started.getFirst().alive = false;

        supervised.close();

        assertTrue(started.getFirst().closed);
        assertFalse(supervised.isAlive());
        assertEquals(1, started.size());
    }

    @Test
    void one_that_does_not_start_the_first_time_is_tried_once_more() {
        refusals.set(1);

        try (SupervisedService<Service> supervised = SupervisedService.start(kind, FREE, OFTEN)) {
            assertTrue(supervised.isAlive());
        }
    }

    @Test
    void one_that_does_not_start_then_either_is_the_callers_affair() {
        refusals.set(2);

        assertThrows(IllegalStateException.class, () -> SupervisedService.start(kind, FREE, OFTEN));
    }

    private Service start(int port) {
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the database does not answer");
        }
        Service service = new Service(port == FREE ? 4_711 : port);
        started.add(service);
        return service;
    }

    private static final class Service implements AutoCloseable {
        private final int port;
        private volatile boolean alive = true;
        private volatile boolean closable = true;
        private volatile boolean closed;

        private Service(int port) {
            this.port = port;
        }

        int port() {
            return port;
        }

        @Override
        public void close() {
            closed = true;
            if (!closable) {
                throw new IllegalStateException("a thread does not end");
            }
        }
    }
}
