package io.goalstated;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the conformance rows that a test proves: {@code "02#18"} is row 18 of the extension contract's table, {@code
 * "B9"} a hidden behaviour, {@code "OPS-131"} an operations rule, {@code "01#13.5"} row 5 of section 13 of the wire
 * protocol, {@code "03R#5"} security rule 5 of provisioning. The table of rows, tests and gaps is generated from these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Conforms {
    String[] value();
}
