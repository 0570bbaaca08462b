using NodaTime;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Mirror;

/// <summary>A page of a copy is read weeks after it was made, and nothing on it changes by itself.</summary>
public sealed class CopyReadLaterTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private static readonly LocalDate s_made = new(2026, 11, 24), s_until = new(2026, 12, 20);

    [Theory]
    [InlineData("2026-12-20", "Check due from 20 December 2026.")]
    [InlineData("2026-12-21", null)]
    [InlineData("2026-11-24", "Check due.")]
    [InlineData("2026-11-09", "Check due. From 9 December 2026 the check is late. Call before you go.")]
    [InlineData("2026-01-01", "The check is late. Call before you go.")]
    public async Task Check_ThatFallsDueWhileTheCopyHolds_IsSaidWithItsDay(string dueOn, string? said)
    {
        await world.Database.Owner.RunAsync("update published.service set open_data = true, due_on = $2::date, hidden_from = current_date + 300 where code = $1", world.Clinic.Code, dueOn);
        await using var program = world.Start(world.With(("Directory:MirrorUntil", s_until.ToString("uuuu-MM-dd", null))));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost") });
        Assert.Equal(s_made, LocalDate.FromDateTime(world.Clock.Now.UtcDateTime));
        Assert.Equal(said, (await browser.PageAsync($"/services/{world.Clinic.Code}")).QuerySelector("p.first")?.TextContent);
        var card = (await browser.PageAsync($"/search?need={PublicWorld.Pep}&place={Sample.Leeds}")).QuerySelector($"li[data-service='{world.Clinic.Code}']")!;
        Assert.Equal(said is not null, card.TextContent.Contains(said ?? "Check due", StringComparison.Ordinal));
        // The site itself says it on the day.
        Assert.Equal(said is not null && said.StartsWith("Check due from", StringComparison.Ordinal) ? null : said?.Split(" From")[0],
            (await world.Browser().PageAsync($"/services/{world.Clinic.Code}")).QuerySelector("p.first")?.TextContent);
    }
}
