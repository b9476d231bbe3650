package dev.stampede.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.examples.shop.Catalogue.Page;
import dev.stampede.examples.shop.Catalogue.Product;
import dev.stampede.examples.shop.Shop;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.converter.moshi.MoshiConverterFactory;
import retrofit2.http.GET;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** A client a team already has, here one of Retrofit's, is measured as it is: it only gets the virtual user's OkHttp client. */
class RetrofitLoadTest {
    @AutoClose
    static final Shop shop = new Shop();

    interface ShopClient {
        @GET("/products")
        Call<Page> products(@Query("page") int page);

        @GET("/products/{id}")
        Call<Product> product(@Path("id") int id);
    }

    private ShopClient client;

    @BeforeVu
    void connect(OkHttpClient measured) {
        client = new Retrofit.Builder()
                .baseUrl(shop.url())
                .client(measured)
                .addConverterFactory(MoshiConverterFactory.create())
                .build()
                .create(ShopClient.class);
    }

    @LoadTest(vus = 5, duration = "5s")
    @Threshold(metric = "http_req_failed", value = "rate<0.01")
    @Threshold(metric = "http_req_duration", value = "p(95)<500")
    void lookAtTheFirstOfAPage(Vu vu) throws IOException {
        int number = 1 + (int) (vu.iteration() % 5);
        Response<Page> page = client.products(number).execute();
        vu.check(
                "has 20 products",
                () -> assertThat(page.body())
                        .isNotNull()
                        .satisfies(found -> assertThat(found.products()).hasSize(20)));

        Response<Product> product = client.product(20 * number).execute();
        vu.check("product is there", product.isSuccessful());
        vu.sleep("100ms");
    }
}
