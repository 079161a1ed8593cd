package io.freshet.audit.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.id.InstanceRef;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyOrdersTest {
    @Test
    void has_every_order_once_and_the_typed_one_first() {
        InstanceRef typed = InstanceRef.parse("n/w/t/a=1/b=2/c=3");

        List<InstanceRef> orders = KeyOrders.of(typed);

        assertEquals(typed, orders.getFirst());
        assertEquals(6, orders.stream().distinct().count());
        assertTrue(orders.contains(InstanceRef.parse("n/w/t/c=3/a=1/b=2")));
    }

    @Test
    void is_bounded_and_leaves_what_has_no_dimension() {
        assertEquals(List.of(InstanceRef.parse("n/w/t")), KeyOrders.of(InstanceRef.parse("n/w/t")));
        assertEquals(
                1,
                KeyOrders.of(InstanceRef.parse("n/w/t/a=1/b=1/c=1/d=1/e=1/f=1")).size());
    }
}
