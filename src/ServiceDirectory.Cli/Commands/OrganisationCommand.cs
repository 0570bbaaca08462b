using System.CommandLine;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>organisation</c>: those that take part.</summary>
internal static class OrganisationCommand
{
    public static Command Create(Database database) => new("organisation", "Write down the organisations that take part.") { Add(database), Relate(database) };

    private static Command Add(Database database)
    {
        var kind = new Option<string>("--kind") { Description = $"One of: {string.Join(", ", EnumSlug.All<OrganisationKind>())}.", Required = true };
        kind.AcceptOnlyFromAmong([.. EnumSlug.All<OrganisationKind>()]);
        var name = new Option<string>("--name") { Description = "As it calls itself.", Required = true };
        var country = new Option<string>("--country") { Description = "Two capital letters, such as GB.", Required = true };
        var language = new Option<string>("--language") { Description = "Of the name, such as en or pt-BR.", DefaultValueFactory = _ => "en" };
        var place = new Option<int?>("--place") { Description = "Number of its town: places find TEXT." };
        var website = new Option<string?>("--website") { Description = "A whole address." };
        var page = new Option<bool>("--page") { Description = "It wants a public page under its name." };
        var badge = new Option<bool>("--badge") { Description = "It wants that page to say that it is community-led." };
        var command = new Command("add", "Write an organisation and print its code.") { kind, name, country, language, place, website, page, badge };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsync(database, cancellation);
            var create = new CreateOrganisation(
                EnumSlug.Parse<OrganisationKind>(parsed.GetRequiredValue(kind)),
                Text.Of(parsed.GetRequiredValue(language), parsed.GetRequiredValue(name)),
                parsed.GetRequiredValue(country))
            {
                PlaceId = parsed.GetValue(place),
                Website = parsed.GetValue(website),
                PublicName = parsed.GetValue(page),
                PublicBadge = parsed.GetValue(badge),
            };
            var written = await entries.Organisations.CreateAsync(create, Actor.CommandLine, cancellation);
            await entries.Organisations.PublishAsync(new PublishOrganisation(written.OrganisationId, Entries.Today), Actor.CommandLine, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(written.Code);
            return 0;
        });
        return command;
    }

    private static Command Relate(Database database)
    {
        var one = new Argument<string>("CODE");
        var other = new Argument<string>("OTHER");
        var reason = new Option<string>("--reason") { Description = "What they share, for example one board.", Required = true };
        var command = new Command("relate", "Say that two organisations count as one.") { one, other, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var entries = await Entries.OpenAsOwnerAsync(database, cancellation);
            var (a, b) = (
                await entries.OrganisationAsync(parsed.GetRequiredValue(one), cancellation),
                await entries.OrganisationAsync(parsed.GetRequiredValue(other), cancellation));
            await entries.Organisations.RelateAsync(new RelateOrganisations(a.Id, b.Id, parsed.GetRequiredValue(reason), Entries.Today), Actor.CommandLine, cancellation);
            return 0;
        });
        return command;
    }
}
