using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>A page with several forms: what was typed, and what was wrong with which of them.</summary>
public abstract class CouncilForm(Wording words) : CurateModel
{
    /// <summary>The first field of the form that something was wrong with; null: nothing was.</summary>
    public string? WrongAt { get; private set; }

    /// <summary>What was wrong, in words.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The fields of that form that were wrong, in the names of the rules, and why.</summary>
    protected IReadOnlyList<ListingProblem> Problems { get; private set; } = [];

    protected Wording Words => words;

    /// <summary>What was typed, also after it was refused.</summary>
    public string Typed(string field) => Request.HasFormContentType ? Request.Form[field].ToString() : "";

    /// <summary>Those of several that were ticked.</summary>
    public IReadOnlyList<string> Ticked(string field) => Request.HasFormContentType ? [.. Request.Form[field].OfType<string>()] : [];

    /// <summary>What was wrong with a form; null: nothing.</summary>
    public string? WrongWith(string form) => WrongAt == form ? Wrong : null;

    /// <summary>A list to choose from, with what was chosen before.</summary>
    public ChoiceModel Choice(string field, string label, IEnumerable<(string Value, string Words)> of, string? help = null) =>
        new(field, label, [.. of.Select(one => new ChoiceOption(one.Value, one.Words))], Typed(field), help);

    public static IEnumerable<(string Value, string Words)> Named(IEnumerable<NamedOrganisation> organisations)
    {
        string page = System.Globalization.CultureInfo.CurrentUICulture.Name;
        return organisations.Select(o => (o.Id.ToString(), o.Name.For(page).Value));
    }

    protected Guid? Id(string field) => Guid.TryParse(Typed(field), out var id) ? id : null;

    protected LocalDate? Day(string field) => LocalDatePattern.Iso.Parse(Typed(field)) is { Success: true } day ? day.Value : null;

    protected static T? Slug<T>(string typed)
        where T : struct, Enum => EnumSlug.TryParse<T>(typed, out var value) ? value : null;

    protected IReadOnlyList<OrganisationField> Fields => [.. Ticked(CouncilField.Field).Select(Slug<OrganisationField>).OfType<OrganisationField>()];

    /// <summary>Does what a form asked for; where a rule stands against it, the page comes back with what was typed.</summary>
    protected async Task<IActionResult> DoAsync(string form, Func<Task> verb, Func<Task> show, string then)
    {
        ArgumentNullException.ThrowIfNull(verb);
        try
        {
            await verb();
            // The form's own fragment would be kept, and lead to the empty form again instead of what was done.
            return new SeeOther($"{then}#main");
        }
        catch (ListingRefusedException refused)
        {
            return await RefuseAsync(form, words.Find($"Refused.{refused.Rule.Replace('_', '-')}") ?? words["Refused.Other"], show);
        }
        catch (ListingInvalidException invalid)
        {
            Problems = invalid.Problems;
            return await RefuseAsync(form, words.Find($"Refused.{invalid.Problems[0].Reason}") ?? words["Refused.Other"], show);
        }
    }

    protected async Task<IActionResult> RefuseAsync(string form, string wrong, Func<Task> show)
    {
        ArgumentNullException.ThrowIfNull(show);
        (WrongAt, Wrong) = (form, wrong);
        await show();
        return NotSaved();
    }
}

/// <param name="Name">Of the field; also its id.</param>
/// <param name="Chosen">The value of the one that was chosen; none of them: nothing was.</param>
public sealed record ChoiceModel(string Name, string Label, IReadOnlyList<ChoiceOption> Options, string Chosen, string? Help);

public sealed record ChoiceOption(string Value, string Words);
