package dev.stampede.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is one scenario of a run: a load of its own, beside or after the others. The scenarios of a class, those of
 * its superclasses included, are run together by its {@link LoadTest} method. That method is then no load itself: it is
 * called once, after the load, and may take the {@link dev.stampede.RunResult} to assert on it.
 *
 * {@snippet :
 * class ShopLoad {
 *   @Scenario(tags = "kind=reader")
 *   @ConstantVus(vus = 20, duration = "5m")
 *   void browse(Vu vu, Http http) {
 *     http.get("http://localhost:8080/products");
 *     vu.sleep("1s");
 *   }
 *
 *   @Scenario(startTime = "30s")
 *   @ConstantArrivalRate(rate = 5, duration = "4m", preAllocatedVus = 10)
 *   void order(Vu vu, Http http) {
 *     vu.check("ordered", http.post("http://localhost:8080/orders", "{}").status() == 201);
 *   }
 *
 *   @LoadTest("Busy hour")
 *   @Threshold(metric = "http_req_duration{scenario:order}", value = "p(95)<800")
 *   void busyHour(RunResult result) {
 *     assertTrue(result.passed());
 *   }
 * }
 * }
 *
 * <p>How its load comes about is told by the executor annotation beside it: {@link ConstantVus}, {@link RampingVus}, {@link
 * SharedIterations}, {@link PerVuIterations}, {@link ConstantArrivalRate} or {@link RampingArrivalRate}. Thresholds belong
 * to the {@link LoadTest} method or to the class; {@code {scenario:order}} makes one hold for a single scenario.
 *
 * <p>The method must be neither private nor static and return nothing; it takes what a {@link LoadTest} method does. Virtual
 * users are shared: one that a scenario no longer needs may run another afterwards. Wrong settings fail the test before any
 * load starts. Works as a meta-annotation. (k6: option {@code scenarios}, {@code lib/executor/base_config.go}.)
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Scenario {

    /**
     * Name of the scenario, of digits, latin letters, {@code _} and {@code -}; the tag {@code scenario} of its samples. No
     * two of a run are called the same. Empty means not set: the method's name.
     */
    String value() default "";

    /**
     * Time from the start of the load to the start of this scenario, such as {@code "30s"}, zero or more; a bare number is
     * milliseconds. Empty means not set: it starts at once.
     */
    String startTime() default "";

    /** Tags of its samples, each written {@code "key=value"} with neither of them empty. */
    String[] tags() default {};

    /**
     * Settings that {@link dev.stampede.Vu#env} gives in this scenario before those of the environment, each written {@code
     * "KEY=value"}; the value may be empty.
     */
    String[] env() default {};
}
