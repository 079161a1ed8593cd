package io.freshet.scheduler.http;

import io.freshet.contracts.api.DeadLetterOrder;
import io.freshet.contracts.api.DeadLetterOutcome;
import io.freshet.scheduler.deadletter.DeadLetterOrders;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of rejected records. */
@Controller("/api/v1/dead-letters")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLetterController {
    private final DeadLetterOrders orders;

    DeadLetterController(DeadLetterOrders orders) {
        this.orders = orders;
    }

    @Post("/decisions")
    List<DeadLetterOutcome> decide(@Nullable @Header(User.HEADER) String user, @Body DeadLetterOrder order) {
        return orders.decide(order, User.require(user));
    }
}
