package io.qail.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test class a database of its own: as a {@link TestDatabase} parameter of its constructor or of any method, or
 * in a static field of that type. The server is an embedded one, or the one that
 * {@code -Dqail.test.url=jdbc:postgresql://host/db?user=u&password=p} names; that role needs CREATEDB.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(PostgresExtension.class)
public @interface PostgresTest {}
