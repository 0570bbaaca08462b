using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.CommandLine;

using CommandLine = Infrastructure.CommandLine;

/// <summary>A notice from its writing to its end, as whoever runs a directory types it.</summary>
public sealed class NoticeRoadTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private CommandLine Cli => new(database.Logins);

    [Fact]
    public async Task Add_ConfirmedByAnother_LastsLongerAndIsEnded()
    {
        await database.Owner.AddTownsAsync(places.Gazetteer.Find(Sample.Leeds)!);
        var (one, other) = (await AdmittedAsync("One"), await AdmittedAsync("Other"));
        string[] add = ["notice", "add", "--by", one, "--place", $"{Sample.Leeds}", "--words"];

        var street = await Cli.RunAsync([.. add, "The van stands in Mill Lane."]);
        Assert.Equal(1, street.Status);
        Assert.StartsWith("words.in.en: This may name a street.", street.Problems, StringComparison.Ordinal);
        var nowhere = await Cli.RunAsync("notice", "add", "--by", one, "--words", "The van is not out.");
        Assert.Contains("--place", nowhere.Problems, StringComparison.Ordinal);
        var longer = await Cli.RunAsync([.. add, "The van is not out this week.", "--hours", "25"]);
        Assert.StartsWith("notice_length: ", longer.Problems, StringComparison.Ordinal);

        string id = await Cli.SayAsync([.. add, "The van is not out this week.", "--within", "15"]);
        Assert.Equal(24, await HoursAsync(id));
        Assert.StartsWith("notice_second: ", (await Cli.RunAsync("notice", "confirm", id, "--by", one)).Problems, StringComparison.Ordinal);
        Assert.StartsWith("Shown until ", await Cli.SayAsync("notice", "confirm", id, "--by", other, "--days", "5"), StringComparison.Ordinal);
        Assert.Equal(120, await HoursAsync(id));
        Assert.Equal("Ended.", await Cli.SayAsync("notice", "end", id, "--by", one));
        Assert.Equal("It had ended already.", await Cli.SayAsync("notice", "end", id, "--by", one));
        Assert.Equal(0, await database.Public.OneAsync<long>("select count(*) from published.notice"));
    }

    private Task<int> HoursAsync(string id) =>
        database.Public.OneAsync<int>("select round(extract(epoch from ends_at - starts_at) / 3600)::int from published.notice where id = $1", Guid.Parse(id));

    private async Task<string> AdmittedAsync(string name)
    {
        string code = await Cli.SayAsync("organisation", "add", "--kind", "sex-worker-led", "--name", name, "--country", "GB");
        await Cli.SayAsync("admit", code, "--founding");
        return code;
    }
}
