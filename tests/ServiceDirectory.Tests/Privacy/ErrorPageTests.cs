using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>When the program fails it says the same words whatever was asked and whatever went wrong, and gives no number to find it by.</summary>
[Property(46)]
public sealed class ErrorPageTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private const string Canary = "canary7531";

    [Fact]
    public async Task Failure_OfAnyKind_IsOneFixedPage()
    {
        await using var program = new AppFactory(database.Logins);
        await using var failing = program.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddTransient<IStartupFilter, Failing>()));
        using var browser = failing.CreateClient();
        var first = await FailAsync(browser, $"/fails/invalid/{Canary}?q={Canary}");
        Assert.Equal(first, await FailAsync(browser, $"/fails/format/{Canary}-2"));
        Assert.DoesNotContain(Canary, first, StringComparison.OrdinalIgnoreCase);
        foreach (var trace in new[] { "Exception", "StackTrace", " at ", "TraceId", "RequestId", "traceparent", "0HN", "00-" })
            Assert.DoesNotContain(trace, first, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> FailAsync(HttpClient browser, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("User-Agent", Canary);
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));
        return $"{headers}\n\n{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    /// <summary>Behind everything else: where a page of the program would stand.</summary>
    private sealed class Failing : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Use((context, rest) => context.Request.Path.Value switch
            {
                string path when path.StartsWith("/fails/invalid", StringComparison.Ordinal) => throw new InvalidOperationException(Canary),
                string path when path.StartsWith("/fails/format", StringComparison.Ordinal) => throw new NotSupportedException(Canary, new FormatException(Canary)),
                _ => rest(context),
            });
        };
    }
}
