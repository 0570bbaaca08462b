using System.CommandLine;
using System.Globalization;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>notice</c>: dated lines above the results of a place.</summary>
internal static class NoticeCommand
{
    private static readonly int Alone = (int)NoticeRules.Alone.TotalHours;

    private static Instant Now => SystemClock.Instance.GetCurrentInstant();

    public static Command Create(Database database) => new("notice", "Say something dated about a place, above its results.") { Add(database), Confirm(database), End(database) };

    private static Command Add(Database database)
    {
        var by = Given.By("that says it");
        var words = new Option<string>("--words") { Description = $"At most {NoticeRules.LongestText} characters. Never a street, a venue or a person.", Required = true };
        var language = new Option<string>("--language") { Description = "Of the words, such as en or pt-BR.", DefaultValueFactory = _ => "en" };
        var place = new Option<int?>("--place") { Description = "Number of a town: places find TEXT." };
        var within = new Option<double>("--within") { Description = "Kilometres round the town, 1 to 100.", DefaultValueFactory = _ => 10 };
        var area = new Option<string?>("--area") { Description = "Instead of a town: a country or region, such as GB or GB.ENG." };
        var hours = new Option<int>("--hours") { Description = $"How long it is shown, {Alone} at most.", DefaultValueFactory = _ => Alone };
        var lookedTwice = new Option<bool>("--looked-twice") { Description = "You have looked again: what sounds like a street is none." };
        var command = new Command("add", "Show a notice and print its id. Somebody else can confirm it for longer.") { by, words, language, place, within, area, hours, lookedTwice };
        command.Validators.Add(result =>
        {
            if (result.GetValue(place) is null == result.GetValue(area) is null)
                result.AddError("Name a town with --place, or a country or region with --area.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            NoticeArea where = parsed.GetValue(place) is { } town
                ? new NoticeArea.Around(town, parsed.GetValue(within))
                : new NoticeArea.Whole(parsed.GetValue(area)!);
            var now = Now;
            var id = await entries.Notices.PostAsync(
                new PostNotice(
                    organisation.Id,
                    where,
                    Text.Of(parsed.GetRequiredValue(language), parsed.GetRequiredValue(words)),
                    now,
                    now + Duration.FromHours(parsed.GetValue(hours)),
                    parsed.GetValue(lookedTwice)),
                Entries.As(organisation, ActorRole.Reviewer),
                cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(id.ToString());
            return 0;
        });
        return command;
    }

    private static Command Confirm(Database database)
    {
        var (id, by) = (Id(), Given.By("whose member stands by it"));
        var days = new Option<int>("--days") { Description = $"From now; it ends {NoticeRules.ConfirmedDays} days after its beginning at the latest.", DefaultValueFactory = _ => 7 };
        var command = new Command("confirm", "Stand by another organisation's notice, so that it lasts longer.") { id, by, days };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            var now = Now;
            var until = now + Duration.FromDays(parsed.GetValue(days));
            bool confirmed = await entries.Notices.ConfirmAsync(
                new ConfirmNotice(organisation.Id, parsed.GetRequiredValue(id), now, until), Entries.As(organisation, ActorRole.Reviewer), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(confirmed ? $"Shown until {until.ToString("uuuu-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}." : "It was confirmed already.");
            return 0;
        });
        return command;
    }

    private static Command End(Database database)
    {
        var (id, by) = (Id(), Given.By("that ends it"));
        var command = new Command("end", "Take a notice off before its date.") { id, by };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            bool ended = await entries.Notices.EndAsync(
                new EndNotice(organisation.Id, parsed.GetRequiredValue(id), Now), Entries.As(organisation, ActorRole.Reviewer), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(ended ? "Ended." : "It had ended already.");
            return 0;
        });
        return command;
    }

    private static Argument<Guid> Id() => new("ID") { Description = "The notice, as add printed it." };
}
