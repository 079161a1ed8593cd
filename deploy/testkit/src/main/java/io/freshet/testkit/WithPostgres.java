package io.freshet.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets a test have parameters of type {@link TestPostgres}, shared by all tests, and {@link TestDatabase}, its own (the
 * class's, if asked for before all tests or in the constructor) and dropped after it.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PostgresParameters.class)
public @interface WithPostgres {}
