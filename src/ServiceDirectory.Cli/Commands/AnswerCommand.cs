using System.CommandLine;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Urgent;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>answer</c>: whom people of a country call in an urgent situation.</summary>
internal static class AnswerCommand
{
    public static Command Create(Database database) =>
        new("answer", "Say whom to call in an urgent situation, country by country.") { Write(database), Approve(database), End(database) };

    private static Command Write(Database database)
    {
        var by = Given.By("that has called the numbers");
        var file = new Argument<FileInfo>("FILE") { Description = "The words and lines as JSON: docs/example-answer.json shows how." };
        var country = new Option<string>("--country") { Description = "Two capital letters, such as GB.", Required = true };
        var situation = new Option<string>("--situation")
        {
            Description = $"One of: {string.Join(", ", DirectoryCatalogue.Default.Situations.Select(s => s.Slug))}.",
            Required = true,
        };
        var lookedTwice = new Option<bool>("--looked-twice") { Description = "You have looked again at what seems odd, and it is right." };
        var command = new Command("write", "Write an answer and print its id. It is shown when another organisation has approved it.") { file, by, country, situation, lookedTwice };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            var slug = parsed.GetRequiredValue(situation);
            var found = DirectoryCatalogue.Default.FindSituation(slug) ?? throw new SettingException($"{slug}: There is no situation of that name.");
            var id = await entries.Answers.WriteAsync(
                new WriteCountryAnswer(
                    organisation.Id, parsed.GetRequiredValue(country), found.Id, await Given.ReadAsync<CountryAnswerContent>(parsed.GetRequiredValue(file), cancellation), Entries.Today, parsed.GetValue(lookedTwice)),
                Entries.As(organisation, ActorRole.Reviewer),
                cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(id.ToString());
            return 0;
        });
        return command;
    }

    private static Command Approve(Database database)
    {
        var (id, by) = (Id(), Given.By("that has called the numbers too"));
        var command = new Command("approve", "Stand by another organisation's answer, which is shown from then on.") { id, by };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            var until = await entries.Answers.ApproveAsync(
                new ApproveCountryAnswer(organisation.Id, parsed.GetRequiredValue(id), Entries.Today), Entries.As(organisation, ActorRole.Reviewer), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(until is { } day ? $"Shown before {day:uuuu-MM-dd}." : "It was approved already.");
            return 0;
        });
        return command;
    }

    private static Command End(Database database)
    {
        var (id, by) = (Id(), Given.By("that ends it"));
        var command = new Command("end", "Take an answer back at once: a number is wrong.") { id, by };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var organisation = await entries.OrganisationAsync(parsed.GetRequiredValue(by), cancellation);
            bool ended = await entries.Answers.EndAsync(
                new EndCountryAnswer(organisation.Id, parsed.GetRequiredValue(id), Entries.Today), Entries.As(organisation, ActorRole.Reviewer), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(ended ? "Ended." : "It had ended already.");
            return 0;
        });
        return command;
    }

    private static Argument<Guid> Id() => new("ID") { Description = "The answer, as write printed it." };
}
