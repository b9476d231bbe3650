package dev.stampede.junit.internal;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.support.ParameterDeclaration;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The parameters that data may fill as argument sources see them: numbered from 0 as if there were no others. */
record DataDeclarations(Method method, List<ParameterDeclaration> declared) implements ParameterDeclarations {

    static DataDeclarations of(Method method) {
        List<Integer> indexes = DataParameters.of(method);
        Parameter[] parameters = method.getParameters();
        return new DataDeclarations(
                method,
                IntStream.range(0, indexes.size())
                        .<ParameterDeclaration>mapToObj(i -> new Declaration(parameters[indexes.get(i)], i))
                        .toList());
    }

    @Override
    public AnnotatedElement getSourceElement() {
        return method;
    }

    @Override
    public Optional<ParameterDeclaration> getFirst() {
        return get(0);
    }

    @Override
    public List<ParameterDeclaration> getAll() {
        return declared;
    }

    @Override
    public Optional<ParameterDeclaration> get(int parameterIndex) {
        return parameterIndex < declared.size() ? Optional.of(declared.get(parameterIndex)) : Optional.empty();
    }

    @Override
    public String getSourceElementDescription() {
        return "method [" + method.toGenericString() + "]";
    }

    private record Declaration(Parameter parameter, int index) implements ParameterDeclaration {
        @Override
        public AnnotatedElement getAnnotatedElement() {
            return parameter;
        }

        @Override
        public Class<?> getParameterType() {
            return parameter.getType();
        }

        @Override
        public int getParameterIndex() {
            return index;
        }

        @Override
        public Optional<String> getParameterName() {
            return parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty();
        }
    }
}
