using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.CommandLine;

using CommandLine = Infrastructure.CommandLine;

/// <summary>A country answer from its writing to its end, as whoever runs a directory types it.</summary>
public sealed class AnswerRoadTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>, IAsyncLifetime
{
    private static readonly string s_example = Repository.Path("docs", "example-answer.json");

    private CommandLine Cli => new(database.Logins);

    public async ValueTask InitializeAsync() => await database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Write_ApprovedByAnother_IsShownAndEnded()
    {
        var (one, other) = (await AdmittedAsync("One"), await AdmittedAsync("Other"));
        string[] write = ["answer", "write", s_example, "--by", one, "--country", "GB", "--situation", "condom-broke"];

        // Nobody answers the number of the example.
        var odd = await Cli.RunAsync(write);
        Assert.Equal(1, odd.Status);
        Assert.StartsWith("lines[0].number: This does not look like a number in use.", odd.Problems, StringComparison.Ordinal);
        string id = await Cli.SayAsync([.. write, "--looked-twice"]);
        Assert.Empty(await ShownAsync());
        Assert.StartsWith("country_answer_second: ", (await Cli.RunAsync("answer", "approve", id, "--by", one)).Problems, StringComparison.Ordinal);
        Assert.Matches(@"^Shown before \d{4}-\d\d-\d\d\.$", await Cli.SayAsync("answer", "approve", id, "--by", other));
        Assert.Equal("It was approved already.", await Cli.SayAsync("answer", "approve", id, "--by", other));
        Assert.Equal(["GB 1 +441632960180"], await ShownAsync());
        Assert.Equal("Ended.", await Cli.SayAsync("answer", "end", id, "--by", one));
        Assert.Equal("It had ended already.", await Cli.SayAsync("answer", "end", id, "--by", one));
        Assert.Empty(await ShownAsync());
    }

    [Fact]
    public async Task Write_WhatCannotBeRead_SaysWhatIsWrong()
    {
        var by = await AdmittedAsync("One");
        async Task<string> WrongAsync(string file, string country, string situation)
        {
            var answer = await Cli.RunAsync("answer", "write", file, "--by", by, "--country", country, "--situation", situation);
            Assert.Equal(1, answer.Status);
            Assert.Equal("", answer.Output);
            return answer.Problems;
        }

        Assert.StartsWith("country: There is no country UK.", await WrongAsync(s_example, "UK", "condom-broke"), StringComparison.Ordinal);
        Assert.StartsWith("broken: There is no situation of that name.", await WrongAsync(s_example, "GB", "broken"), StringComparison.Ordinal);
        string gone = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json");
        foreach (string none in new[] { gone, Path.GetTempPath() })
            Assert.Equal($"{none}: The file cannot be read.\n", await WrongAsync(none, "GB", "condom-broke"));
        string broken = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(broken, "{\n\"words\": ,\n}", TestContext.Current.CancellationToken);
            Assert.StartsWith("words: This does not fit, near line 2. ", await WrongAsync(broken, "GB", "condom-broke"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(broken);
        }

        Assert.Equal(0, await database.App.OneAsync<long>("select count(*) from directory.country_answer a join directory.organisation o on o.id = a.organisation_id where o.code = $1", by));
    }

    private Task<List<string>> ShownAsync() =>
        database.Public.ListAsync<string>("select country || ' ' || situation || ' ' || (content -> 'lines' -> 0 ->> 'number') from published.country_answer");

    private async Task<string> AdmittedAsync(string name)
    {
        string code = await Cli.SayAsync("organisation", "add", "--kind", "sex-worker-led", "--name", name, "--country", "GB");
        await Cli.SayAsync("admit", code, "--founding");
        return code;
    }
}
