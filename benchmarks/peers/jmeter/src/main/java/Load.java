import static us.abstracta.jmeter.javadsl.JmeterDsl.httpSampler;
import static us.abstracta.jmeter.javadsl.JmeterDsl.responseAssertion;
import static us.abstracta.jmeter.javadsl.JmeterDsl.testPlan;
import static us.abstracta.jmeter.javadsl.JmeterDsl.threadGroup;

import java.time.Duration;
import us.abstracta.jmeter.javadsl.core.assertions.DslResponseAssertion.TargetField;

/** The twin of HttpLoad.java: -Dtarget -Dvus -Dseconds. */
public class Load {
    public static void main(String[] args) throws Exception {
        testPlan(threadGroup(
                        Integer.getInteger("vus"),
                        Duration.ofSeconds(Long.getLong("seconds")),
                        httpSampler(System.getProperty("target"))
                                .children(responseAssertion()
                                        .fieldToTest(TargetField.RESPONSE_CODE)
                                        .equalsToStrings("200"))))
                .run();
        System.exit(0);
    }
}
